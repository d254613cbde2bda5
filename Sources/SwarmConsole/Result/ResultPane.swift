import SwarmCore
import TerminalUI

/// Pane 4: a task's result while it is written, and as a document to read where there is room.
struct ResultPane: Pane {
    static let id = PaneID.result
    /// From here on the pane is a document, with the list of sections at its left.
    static let documentWidth = 90
    static let documentHeight = 18
    static let listWidth = 30

    private var page: Page?
    private var list: Page?
    private var scroll = PageScroll()
    /// Its last row says which of its lines are seen; where it has few, the title does.
    private var saysRows = false
    /// The section under the cursor, by its place.
    private var cursor = 0
    private var showsTree = false
    /// An empty row under the title, where there is room.
    private var hasAir = false
    private var task: TaskID?
    private var wraps = false

    init() {}

    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]? {
        switch id {
        case .open: return page?.link(at: scroll.cursor).map { [.go($0)] } ?? []
        case .tree: showsTree.toggle()
        case .previousSection: move(by: -1)
        case .nextSection: move(by: 1)
        default:
            guard scroll.update(id) else { return nil }
            cursor = page?.sections.lastIndex { $0 <= scroll.cursor ?? scroll.offset } ?? 0
        }
        return []
    }

    var cursorRow: AnyHashable? { scroll.cursor }

    /// In the list at the left, a section is gone to.
    mutating func click(_ point: Point, _ area: Rect, _ glance: Glance) -> Bool {
        guard list != nil, point.column < Self.listWidth else { return scroll.click(point.row) }
        let place = point.row - (hasAir ? 2 : 1)
        guard let page, page.sections.indices.contains(place) else { return false }
        cursor = place
        scroll.scroll(to: page.sections[place])
        return true
    }

    var position: Int { scroll.cursor ?? scroll.offset }
    mutating func restore(_ position: Int) {
        scroll.select(position)
        cursor = page?.sections.lastIndex { $0 <= position } ?? 0
    }

    /// The section under the cursor.
    func copied(_ glance: Glance) -> String? {
        guard let markdown = Self.markdown(glance) else { return nil }
        guard markdown.sections.indices.contains(cursor) else { return markdown.text }
        return markdown.section(markdown.sections[cursor])
    }

    func exported(_ glance: Glance) -> PaneExport? {
        Self.markdown(glance).map {
            PaneExport(name: "\($0.task.brief.name).md", text: $0.text)
        }
    }

    private static func markdown(_ glance: Glance) -> ResultMarkdown? {
        glance.task.map { task in
            ResultMarkdown(
                task: task,
                sections: ResultSection.all(of: task, glance.swarm, now: glance.now),
                swarm: glance.swarm)
        }
    }

    /// Goes to another section and shows it from its heading on.
    private mutating func move(by step: Int) {
        guard let page, !page.sections.isEmpty else { return }
        cursor = min(max(0, cursor + step), page.sections.count - 1)
        scroll.scroll(to: page.sections[cursor])
    }

    // MARK: Laying out

    mutating func settle(_ area: Rect, _ glance: Glance) {
        guard let shown = glance.task else {
            (page, list, task) = (nil, nil, nil)
            return
        }
        if task != shown.id {
            (task, cursor, scroll) = (shown.id, 0, PageScroll())
        }
        let sections = ResultSection.all(of: shown, glance.swarm, now: glance.now)
        let isDocument = area.width >= Self.documentWidth || area.height >= Self.documentHeight
        let writer = ResultWriter(task: shown, sections: sections, glance: glance)
        let hasList = isDocument && area.width >= Self.documentWidth
        hasAir = hasList && area.height >= 24
        let width = hasList ? area.width - Self.listWidth : area.width
        let page =
            isDocument
            ? writer.document(width: width, hasAir: hasAir, asTree: showsTree)
            : writer.draft(width: width, height: area.height)
        self.page = page
        cursor = min(cursor, max(0, page.sections.count - 1))
        list =
            hasList
            ? writer.list(
                width: Self.listWidth, hasAir: hasAir, cursor: cursor, asTree: showsTree) : nil
        saysRows = page.lines.count > area.height && area.height > 4
        let number = wraps == glance.wrapped.contains(.result) ? nil : scroll.linkNumber
        wraps = glance.wrapped.contains(.result)
        scroll.settle(
            lines: page.lines.count, height: area.height - (saysRows ? 1 : 0), links: page.links)
        if let number { scroll.select(linkNumber: number) }
    }

    // MARK: Drawing

    func title(_ glance: Glance) -> PaneTitle {
        guard let task = glance.task else { return PaneTitle("Result") }
        let look = glance.look
        let final = task.subtasks.count { $0.phase == .succeeded }
        let note =
            switch task.phase {
            case .waiting: StyledText("waits for agents", look.style(.waiting))
            case .running:
                StyledText("draft, \(final) of \(task.subtasks.count) final", look.style(.dim))
            case .ended(let status):
                StyledText(
                    status == .succeeded || status == .partial
                        ? "\(status.word), quality \(task.quality)" : status.word,
                    look.style(Sign(status).role))
            }
        return PaneTitle(
            "Result", subject: task.brief.title, note: note,
            inView: saysRows || page == nil ? nil : scroll.inView)
    }

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard let page else { return drawEmpty(&canvas, area, glance) }
        var body = area
        if let list {
            let parts = area.split(left: Self.listWidth)
            body = parts.right
            drawCursor(&canvas, parts.left, glance)
            list.draw(on: &canvas, in: parts.left)
        }
        let parts = body.split(bottom: saysRows ? 1 : 0)
        page.draw(
            on: &canvas, in: parts.above, from: scroll.offset,
            cursor: glance.isFocused(.result) && list == nil ? scroll.cursor : nil)
        guard saysRows else { return }
        canvas.text(
            scroll.position, at: parts.below.origin, style: glance.look.style(.dim),
            width: parts.below.width, alignment: .right)
    }

    private func drawCursor(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        let row = area.row((hasAir ? 2 : 1) + cursor)
        let isFocused = glance.isFocused(.result)
        canvas.setBackground(
            row.split(left: area.width - 2).left,
            glance.look.color(isFocused ? .cursorRow : .panel))
        guard isFocused else { return }
        canvas.glyph(glance.look.cursorBar, at: row.origin, style: glance.look.style(.focus))
    }

    private func drawEmpty(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        let top = area.height > 4 ? 1 : 0
        let lines = ["No result yet.", "It is written here while the agents work."]
        for (place, line) in lines.enumerated() where place + top < area.height {
            canvas.text(
                line, at: area.origin.moved(columns: 3, rows: place + top),
                style: glance.look.style(place == 0 ? .secondary : .dim),
                width: max(0, area.width - 3))
        }
    }
}
