import SwarmCore
import SwarmRuntime

/// A work order as the program reads it. What the task says is data: it never becomes part of a command.
struct CommandTask {
    /// Bytes of a prompt; Linux takes no argument longer than 128 KiB.
    private static let mostPromptBytes = 96 << 10

    let order: WorkOrder

    /// One JSON object: what to do, for whom, with what.
    var json: JSONObject {
        let brief = order.brief
        return [
            "task": .string(brief.name), "title": .string(brief.title),
            "text": .string(brief.text), "type": .string(brief.type),
            "subtask": .integer(Int64(order.attempt.subtask) + 1),
            "attempt": .string(order.key), "agent": .string(order.card.name),
            "skill": .string(order.skillName), "step": .string(order.stepName),
            "answer": .integer(Int64(order.answer)), "data": .object(brief.data),
            "inputs": .array(order.inputs.map(Self.input)),
            "comments": .array(order.comments.map(JSONValue.string)),
        ]
    }

    private static func input(_ result: StepResult) -> JSONValue {
        [
            "step": .string(result.step), "agent": result.agent.map(JSONValue.string) ?? .null,
            "result": .object(result.product.json),
        ]
    }

    /// The task in words, for programs that take a prompt. Begins with a letter, so that none is taken for an option.
    var prompt: String {
        let brief = order.brief
        var parts = ["Task: \(brief.title)"]
        if !brief.text.isEmpty, brief.text != brief.title { parts.append(brief.text) }
        parts.append("Your part: \(order.stepName) (skill: \(order.skillName))")
        if !brief.data.isEmpty {
            parts.append("Data:\n" + JSONValue.object(brief.data).jsonText(pretty: true))
        }
        for input in order.inputs {
            let result = JSONValue.object(input.product.json).jsonText(pretty: true)
            parts.append("Result of \(input.step):\n" + result)
        }
        if !order.comments.isEmpty {
            let comments = order.comments.map { "- " + $0 }
            parts.append("Reviewers asked for:\n" + comments.joined(separator: "\n"))
        }
        let whole = parts.joined(separator: "\n\n").filter { $0 != "\0" }
        guard whole.utf8.count > Self.mostPromptBytes else { return whole }
        return String(decoding: whole.utf8.prefix(Self.mostPromptBytes), as: UTF8.self)
            + "\n[cut here: the task is longer than a prompt may be]"
    }

    func input(as kind: CommandSettings.Input) -> [UInt8] {
        switch kind {
        case .json: Array((JSONValue.object(json).jsonText() + "\n").utf8)
        case .text: Array((prompt + "\n").utf8)
        case .none: []
        }
    }
}
