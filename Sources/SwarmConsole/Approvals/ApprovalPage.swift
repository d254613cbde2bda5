import SwarmCore
import TerminalUI

/// Writes all there is to decide a question by.
struct ApprovalPage {
    private let item: PendingApproval?
    private let isEmpty: Bool
    private let glance: Glance
    private var look: Look { glance.look }

    init(_ chosen: Question?, _ all: [PendingApproval], _ glance: Glance) {
        item = all.first { $0.key == chosen }
        isEmpty = all.isEmpty
        self.glance = glance
    }

    func page(_ width: Int) -> Page {
        var page = Page(width: width, look: look)
        guard let item else {
            page.row(
                Page.Part(
                    0, isEmpty ? "Nothing asks you." : "That one asks no more. j k choose.",
                    look.style(.secondary)))
            return page
        }
        page.paragraph(item.question, look.strong(.bright), at: 0, most: 4)
        page.blank()
        if let caller = item.caller { line("who", caller, .name, to: &page) }
        line("task", "\(item.task.brief.title)  \(item.task.brief.name)", .name, to: &page)
        if !item.task.brief.text.isEmpty {
            line("words", item.task.brief.text, most: 3, to: &page)
        }
        if let condition = item.condition { line("because", condition, to: &page) }
        line(
            "answer by",
            item.until.map {
                "\(Figures.countdown($0 - glance.now)) left, at \(glance.times.clock($0)); "
                    + "then it is a no"
            } ?? "it waits until you answer", .waiting, to: &page)
        page.blank()
        if let tool = item.tool {
            write(tool, to: &page)
        } else {
            writeInputs(item, to: &page)
        }
        return page
    }

    private func line(
        _ label: String, _ text: String, _ role: Role = .text, most: Int = 2, to page: inout Page
    ) {
        page.labelled(label, text, look.style(role), at: 0, value: 13, most: most)
    }

    private func writeInputs(_ item: PendingApproval, to page: inout Page) {
        page.row(Page.Part(0, "What flows in", look.strong(.name)))
        if item.inputs.isEmpty { page.row(Page.Part(0, "nothing", look.style(.dim))) }
        for input in item.inputs {
            line(
                input.step, JSONValue.object(input.product.json).line(limit: 600), most: 4,
                to: &page)
        }
    }

    /// The arguments in full: they are what is approved.
    private func write(_ tool: ToolCall, to page: inout Page) {
        page.row(
            Page.Part(0, "Arguments", look.strong(.name)),
            Page.Part(
                13, "of tool call \(tool.number) of the task", look.style(.secondary)))
        page.paragraph(
            tool.arguments.isEmpty ? "none" : tool.arguments, look.style(.text), at: 0)
        guard tool.arguments.count >= ToolCall.mostCharacters else { return }
        page.paragraph(
            "The journal keeps \(ToolCall.mostCharacters) characters; what comes after them is not shown.",
            look.style(.waiting), at: 0)
    }
}
