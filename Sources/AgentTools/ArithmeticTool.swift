import SwarmCore
import SwarmRuntime

/// Works out an expression, exactly: what models do badly by themselves.
public struct ArithmeticTool: AgentTool {
    public let name = "arithmetic"
    public let summary =
        "Works out an expression exactly: + - * / % ^, parentheses, decimals. For example "
        + "(1200 * 0.19) / 3."
    public let parameters: JSONObject = [
        "type": "object",
        "properties": [
            "expression": [
                "type": "string", "minLength": 1,
                "maxLength": .integer(Int64(Arithmetic.mostCharacters)),
            ]
        ],
        "required": ["expression"], "additionalProperties": false,
    ]

    public init() {}

    public func call(_ arguments: JSONObject, by caller: ToolCaller) async -> ToolOutput {
        work(out: arguments["expression"]?.string ?? "")
    }

    func work(out expression: String) -> ToolOutput {
        do {
            return ToolOutput(try Arithmetic.evaluate(expression).text)
        } catch {
            return ToolOutput(error.sentence, isError: true)
        }
    }
}
