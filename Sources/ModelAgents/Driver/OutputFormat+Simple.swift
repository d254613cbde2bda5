import SwarmCore

extension ModelEquipment {
    /// The form if all who may be asked take it; nil leaves it to the prompt's words.
    func form(_ format: OutputFormat, over routes: [Route]) -> OutputFormat? {
        let isForAll = routes.allSatisfy { route in
            client.gate(named: route.endpoint)?.endpoint.kind != .anthropic
        }
        return isForAll || format.isSimple ? format : nil
    }
}

extension OutputFormat {
    private static let simple = [
        "type", "properties", "required", "additionalProperties", "items", "enum", "const", "title",
        "description",
    ]

    /// Whether every endpoint takes the form: closed objects whose members are all required, and no bounds. Anthropic's
    /// structured outputs refuse others (its documentation of 2025-11); the prompt says the form in any case.
    var isSimple: Bool { JSONSchema.isStrict(schema) && Self.isSimple(.object(schema)) }

    private static func isSimple(_ schema: JSONValue) -> Bool {
        guard let object = schema.object, object["type"]?.string != nil else { return false }
        let properties = object["properties"]?.object?.members.map(\.value) ?? []
        let inner = properties + [object["items"]].compactMap(\.self)
        return object.keys.allSatisfy(simple.contains) && inner.allSatisfy(isSimple)
    }
}
