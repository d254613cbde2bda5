import SwarmCore
import TerminalUI

extension NewTaskForm {
    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        remark = nil
        switch cover {
        case .recall(var list):
            let choice = list.update(key, glance)
            cover = .recall(list)
            return follow(choice, glance)
        case .mending: return mend(key, glance)
        case nil: break
        }
        return watchingWords { $0.edit(key, glance) }
    }

    /// Does something; a change of what a model is thinking about ends the wait for its plan.
    @discardableResult
    mutating func watchingWords<Result>(_ body: (inout NewTaskForm) -> Result) -> Result {
        guard asking != nil else { return body(&self) }
        let before = words
        let result = body(&self)
        if before != words { stopAsking(because: "The words changed, so") }
        return result
    }

    /// What a plan is about.
    private var words: [String?] {
        [
            text.text, understanding.recipe.map { "\($0)" }, understanding.skills?.joined(),
            understanding.complexity?.rawValue, understanding.dataLine,
        ]
    }

    private mutating func edit(_ key: Key, _ glance: Glance) -> [Action] {
        if key.typedCharacter == nil, let id = glance.keymap.action(for: key) {
            switch id {
            case .plan: return plan(glance)
            case .recall: return beginRecall()
            case .newTaskInEditor: return write(glance)
            default: break
            }
        }
        switch key.code {
        case .escape where asking != nil: stopAsking(because: "Stopped:")
        case .escape: return [.close]
        case .enter where !key.modifiers.contains(.alt): return submit(glance)
        case .tab: move(by: 1, glance)
        case .backTab: move(by: -1, glance)
        case .down: goDown(glance)
        case .up: goUp(glance)
        default: change(key, glance)
        }
        return []
    }

    mutating func paste(_ pasted: String, _ glance: Glance) {
        remark = nil
        if case .recall(var list) = cover {
            list.paste(pasted)
            cover = .recall(list)
            return
        }
        guard cover == nil else { return }
        watchingWords { $0.insert(pasted, glance) }
    }

    private mutating func insert(_ pasted: String, _ glance: Glance) {
        switch field {
        case .text:
            take(text.insert(pasted), of: pasted, most: text.limit)
            recalled = nil
            read(glance)
        case .data:
            take(dataEdit.insert(pasted), of: pasted, most: dataEdit.limit)
            understanding.dataLine = dataEdit.text
        case .deadline:
            take(deadlineEdit.insert(pasted), of: pasted, most: deadlineEdit.limit)
            understanding.deadlineLine = deadlineEdit.text
        case .budget:
            take(budgetEdit.insert(pasted), of: pasted, most: budgetEdit.limit)
            understanding.budgetLine = budgetEdit.text
        case .recipe, .steps, .skills, .complexity, .priority, .cache:
            say("Text cannot be pasted into a line of choices. Tab goes to the words.", .waiting)
            return
        }
        refusal = nil
    }

    /// Says so when not all that was pasted found room.
    private mutating func take(_ count: Int, of pasted: String, most: Int) {
        guard count < pasted.unicodeScalars.count else { return }
        let missing = pasted.count { $0.isNewline || $0 == "\t" || !$0.isControl } - count
        guard missing > 0 else { return }
        say(
            "This line holds \(Figures.grouped(most)) characters; "
                + "\(Figures.grouped(missing)) of what was pasted are left out.", .waiting)
    }

    // MARK: Up and down

    private mutating func goUp(_ glance: Glance) {
        switch field {
        case .text where text.isEmpty || recalled != nil: recall(by: 1, glance)
        case .text where text.moveLine(by: -1): break
        case .steps where option > 0: option -= 1
        default: move(by: -1, glance)
        }
    }

    private mutating func goDown(_ glance: Glance) {
        switch field {
        case .text where recalled != nil: recall(by: -1, glance)
        case .text where text.moveLine(by: 1): break
        case .steps where option + 1 < steps(glance).count: option += 1
        default: move(by: 1, glance)
        }
    }

    // MARK: Changing a line

    private mutating func change(_ key: Key, _ glance: Glance) {
        let recipes = glance.swarm.recipes
        switch field {
        case .text:
            let before = text.characters
            text.handle(key)
            guard text.characters != before else { return }
            recalled = nil
            read(glance)
        case .data: changeData(key)
        case .deadline:
            deadlineEdit.handle(key)
            understanding.deadlineLine = deadlineEdit.text
            refusal = nil
        case .budget:
            budgetEdit.handle(key)
            understanding.budgetLine = budgetEdit.text
            refusal = nil
        case .recipe:
            let options = recipeOptions(recipes)
            choose(key, among: options.count) { $0.choose(options[$0.option]) }
        case .complexity:
            choose(key, among: Complexity.allCases.count) {
                $0.understanding.complexity = Complexity.allCases[$0.option]
            }
        case .priority:
            choose(key, among: Priority.allCases.count) {
                $0.understanding.priority = Priority.allCases[$0.option]
            }
        case .cache:
            choose(key, among: CachePolicy.allCases.count) {
                $0.understanding.cache = CachePolicy.allCases[$0.option]
            }
        case .skills: changeSkills(key, glance)
        case .steps: if key.code == .character(" ") { toggleStep(option, glance) }
        }
    }

    private mutating func changeData(_ key: Key) {
        if dataEdit.isEmpty, understanding.dataLine == nil,
            case .success(let data) = understanding.data, !data.isEmpty
        {
            say("The data is too long for a line. The editor can change it.", .waiting)
            return
        }
        let before = dataEdit.characters
        dataEdit.handle(key)
        guard dataEdit.characters != before else { return }
        understanding.dataLine = dataEdit.text
        refusal = nil
    }

    mutating func read(_ glance: Glance) {
        refusal = nil
        understanding.read(text.text, glance.swarm)
    }

    /// Left and Right choose at once: in a line of one choice there is nothing else to do.
    private mutating func choose(_ key: Key, among count: Int, _ apply: (inout NewTaskForm) -> Void)
    {
        switch key.code {
        case .left: option = max(0, option - 1)
        case .right, .character(" "): option = min(count - 1, option + 1)
        default: return
        }
        refusal = nil
        apply(&self)
    }

    private mutating func changeSkills(_ key: Key, _ glance: Glance) {
        let offered = understanding.offeredSkills(glance.swarm)
        switch key.code {
        case .left: option = max(0, option - 1)
        case .right: option = min(max(0, offered.count - 1), option + 1)
        case .character(" "): toggleSkill(option, glance)
        default: return
        }
    }
}

extension Character {
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}

extension TextEdit {
    /// Moves the cursor to the line above or below, as far to the right as it was; false at the first and last line.
    fileprivate mutating func moveLine(by step: Int) -> Bool {
        let start = (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1
        let column = cursor - start
        let target: Int
        if step < 0 {
            guard start > 0 else { return false }
            target = (characters[..<(start - 1)].lastIndex(of: "\n") ?? -1) + 1
        } else {
            guard let end = characters[cursor...].firstIndex(of: "\n") else { return false }
            target = end + 1
        }
        let length = characters[target...].firstIndex(of: "\n").map { $0 - target }
        move(to: target + min(column, length ?? characters.count - target))
        return true
    }
}
