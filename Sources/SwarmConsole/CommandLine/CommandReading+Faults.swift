import SwarmCore

extension CommandReading {
    /// What follows the kind of a fault: its setting, how long it lasts, how often it hits.
    private struct FaultWords {
        var settings: FaultSettings
        var duration: TimeSpan?
        var count: Int?
        var target = ""

        init(_ words: [String], _ settings: FaultSettings) {
            self.settings = settings
            duration = settings.duration
            var words = words[...]
            if let first = words.first, take(setting: first) { words.removeFirst() }
            var isReading = true
            while isReading, let last = words.last {
                isReading = take(extent: last)
                if isReading { words.removeLast() }
            }
            target = words.joined(separator: " ")
        }

        /// `3`, `×3`, `30%`, `2s`, `100ms`.
        private mutating func take(setting word: String) -> Bool {
            if let span = CommandReading.span(word) {
                (settings.delaySpan, settings.stallSpan) = (span, span)
                return true
            }
            guard let number = Int(word.filter { $0 != "×" && $0 != "%" }) else { return false }
            settings.factor = min(max(2, number), 100)
            settings.percent = min(max(1, number), 100)
            return true
        }

        /// `10s` for how long, `2x` for how often, `now` for not waiting until there is work.
        private mutating func take(extent word: String) -> Bool {
            if word == "now" {
                settings.waits = false
            } else if let span = CommandReading.span(word) {
                duration = span
            } else if word.hasSuffix("x"), let number = Int(word.dropLast()), number > 0 {
                count = min(number, FaultSettings.mostAttempts)
            } else {
                return false
            }
            return true
        }
    }

    /// `crash finance`, `slow 5 insights 10s`, `flaky 30 all 2x`, `hang skill finance`, `delay 2s support`.
    func fault(_ text: String) throws(Wrong) -> [Action] {
        if text.isEmpty { return [.open(.faultMenu)] }
        var words = text.split(separator: " ").map(String.init)
        let choice = try faultChoice(words.removeFirst())
        var settings = FaultSettings()
        settings.seed = UInt64(swarm.faults.count + 1)
        let said = FaultWords(words, settings)
        let target = choice.hitsEveryone ? FaultTarget.everyone : try target(said.target)
        let spec = FaultSpec(
            kind: choice.kind(said.settings), target: target, duration: said.duration,
            count: choice.settings.contains(.count) ? said.count : nil, seed: settings.seed)
        let name = swarm.targetName(spec.target)
        let (question, yes) = choice.verb(name, said.settings)
        let hits = BlastRadius(spec, swarm, waits: said.settings.waits).rows.map {
            "\($0.figure): \($0.words)"
        }
        return [
            .open(
                .confirm(
                    Confirmation(
                        "\(question)\(spec.extent)?", consequences: hits, verb: yes,
                        actions: [
                            .inject(
                                spec, waits: said.settings.waits,
                                done: "\(FaultChoice.done(spec, swarm)). "
                                    + "\(glance.key(.repeatFault)) does it again.")
                        ])))
        ]
    }

    private func faultChoice(_ word: String) throws(Wrong) -> FaultChoice {
        let wanted = word.lowercased()
        if let choice = FaultChoice(rawValue: wanted) { return choice }
        let known = FaultChoice.allCases.map(\.word)
        guard let place = known.firstIndex(where: { $0 == wanted || wanted.hasPrefix($0 + "_") })
        else {
            throw nothing("fault", word, known)
        }
        return FaultChoice.allCases[place]
    }

    private func target(_ name: String) throws(Wrong) -> FaultTarget {
        let wanted = name.lowercased()
        if wanted == "all" || wanted == "all agents" { return .everyone }
        let skill = wanted.hasPrefix("skill ") ? String(wanted.dropFirst(6)) : nil
        if skill == nil, let agent = try? agent(name) { return .agent(agent.id) }
        let known = swarm.skillNames
        if let place = known.firstIndex(where: { $0.lowercased() == skill ?? wanted }) {
            return .skill(SkillID(place))
        }
        throw nothing("agent or skill", name, swarm.agents.map(\.card.shortName) + known)
    }

    /// `10s`, `0.5s`, `100ms`.
    private static func span(_ word: String) -> TimeSpan? {
        let isShort = word.hasSuffix("ms")
        guard word.hasSuffix("s"), let number = Double(word.dropLast(isShort ? 2 : 1)), number > 0,
            number < 1e6
        else { return nil }
        return .seconds(isShort ? number / 1_000 : number)
    }

    func revert(_ text: String) throws(Wrong) -> [Action] {
        let active = swarm.faults.filter(\.isActive)
        let known = active.map { "\($0.id.number)" }
        let fault =
            text.isEmpty && active.count == 1
            ? active.first : active.first { "\($0.id.number)" == text }
        guard let fault else {
            let hint =
                known.isEmpty ? "No fault is on." : "On are: \(known.joined(separator: ", "))."
            throw Wrong(sentence: "There is no fault '\(text.prefix(20))' to revert. \(hint)")
        }
        let name = "\(fault.spec.kind.label) on \(swarm.targetName(fault.spec.target))"
        return [.close, .send(.revert(fault.id), done: "The \(name) is reverted.")]
    }
}
