import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct JSONSchemaTests {
    private static let product = """
        {"type":"object","properties":{
          "title":{"type":"string","minLength":3,"maxLength":10,"description":"d"},
          "score":{"type":["number","null"],"minimum":0,"maximum":100},
          "count":{"type":"integer"},
          "tone":{"enum":["warm","dry",3]},
          "items":{"type":"array","minItems":1,"maxItems":3,
            "items":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}},
         "required":["title","items"],"additionalProperties":false}
        """

    private func schema(_ text: String = product) throws -> JSONSchema {
        JSONSchema(try #require(try JSONValue.parse(text).object))
    }

    @Test func aValueOfTheFormHasNoViolations() throws {
        let value =
            #"{"title":"Growth","score":null,"count":5.0,"tone":3.0,"items":[{"name":"a","x":1}]}"#
        #expect(try schema().violations(of: JSONValue.parse(value)) == [])
        #expect(try schema().unsupported == [])
    }

    @Test func everyViolationIsSaidWithItsPlace() throws {
        let value =
            #"{"title":"ab","score":101.5,"count":1.5,"tone":"loud","items":[{"name":1},{},{"name":"c"},{"name":"d"}],"extra":true}"#
        #expect(
            try schema().violations(of: JSONValue.parse(value)) == [
                "title: must be at least 3 characters, is 2",
                "score: must be at most 100, is 101.5",
                "count: must be integer, is number",
                #"tone: must be one of "warm", "dry", 3"#,
                "items: must be at most 3 items, is 4",
                "items[0].name: must be string, is integer",
                "items[1].name: is missing",
                "extra: is not asked for; leave it out",
            ])
        #expect(try schema().violations(of: 7) == ["must be object, is integer"])
        #expect(
            try schema().violations(of: [:]) == ["title: is missing", "items: is missing"])
    }

    @Test func otherPropertiesCanHaveASchemaOfTheirOwn() throws {
        let counts = try schema(#"{"additionalProperties":{"type":"integer","minimum":1}}"#)
        #expect(counts.violations(of: ["a": 1]) == [])
        #expect(counts.violations(of: ["a": 0]) == ["a: must be at least 1, is 0"])
        #expect(try schema(#"{"const":[1]}"#).violations(of: [2]) == ["must be [1]"])
    }

    @Test func whatIsNotSupportedIsNamed() throws {
        let odd = try schema(
            ##"{"$ref":"#/x","properties":{"a":{"type":"text","pattern":"^a"}},"items":{"oneOf":[]}}"##
        )
        #expect(
            odd.unsupported == [
                "$ref is not supported", "a: there is no type text", "a: pattern is not supported",
                "[]: oneOf is not supported",
            ])
        #expect(odd.violations(of: ["a": 1]) == [])
    }

    @Test func manyViolationsAreCut() throws {
        let list = JSONValue.array(Array(repeating: "x", count: 500))
        let found = try schema(#"{"items":{"type":"integer"}}"#).violations(of: list)
        #expect(found.count == JSONSchema.mostViolations + 1)
        #expect(found.last == "and more")
    }

    @Test func strictModeWantsEveryPropertyRequiredAndNoOthers() throws {
        let strict =
            #"{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}},"required":["a"],"additionalProperties":false}"#
        #expect(JSONSchema.isStrict(try schema(strict).root))
        #expect(!JSONSchema.isStrict(try schema().root))
        #expect(!JSONSchema.isStrict(["type": "object"]))
    }

    @Test(arguments: [
        #"{"a":1}"#, "  {\"a\":1}\n", "```json\n{\"a\":1}\n```",
        "Sure! Here it is: {\"a\":1}. Enjoy.",
        "Use {braces}, then:\n```\n{\"a\":1}\n```\nand {\"b\":2}", "{not json} {\"a\":1}",
    ])
    func theObjectIsFoundAmongOtherThings(text: String) {
        #expect(JSONInText.object(in: text) == ["a": 1])
    }

    @Test(arguments: [
        "", "no", "[1]", "{\"a\":{\"b\":1}", "```json\n{\"a\":\n```", "{{{{{{",
    ])
    func whatIsCutOrMissingIsNoObject(text: String) {
        #expect(JSONInText.object(in: text) == nil)
    }

    @Test func aStringMayHoldBraces() {
        #expect(JSONInText.object(in: #"x {"a":"}\"{"} y"#) == ["a": "}\"{"])
    }

    @Test func anAnswerIsReadOrItsFaultsAreToldForOneRepair() throws {
        let format = OutputFormat(name: "p", schema: try schema().root)
        #expect(format.read("I cannot") == .wrong(["the answer holds no whole JSON object"]))
        #expect(
            format.read(#"{"title":"Growth"}"#) == .wrong(["items: is missing"]))
        #expect(
            format.read(#"Here: {"title":"Growth","items":[{"name":"a"}]}"#)
                == .object(["title": "Growth", "items": [["name": "a"]]]))
        #expect(
            OutputFormat.repair(["items: is missing"])
                == .user(
                    """
                    Your answer does not have the form that was asked for:
                    - items: is missing
                    Answer again with the whole corrected JSON object and nothing else.
                    """))
    }
}
