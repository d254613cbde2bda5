import Foundation
import SwarmFiles
import Testing

@testable import SwarmCore

/// A state that was written down and read back is the same state: what it says, and what it decides.
@Suite struct SnapshotTests {
    @Test(arguments: 1...16 as ClosedRange<UInt64>)
    func aSwarmReadBackDecidesTheSameFromThenOn(seed: UInt64) throws {
        let plain = RandomRun(seed: seed, kills: true)
        try plain.play()
        var recalls = 0
        let recalled = RandomRun(seed: seed, kills: true) { state in
            recalls += 1
            return try Self.readBack(state)
        }
        try recalled.play()
        let pairs = zip(plain.rehearsal.events, recalled.rehearsal.events)
        let differing = pairs.first { "\($0)" != "\($1)" }
        #expect(differing == nil, "seed \(seed): \(differing.map { "\($0)" } ?? "")")
        #expect(plain.rehearsal.events.count == recalled.rehearsal.events.count)
        // A run without one would show nothing; a few seeds have few.
        #expect(recalls > 0 || plain.rehearsal.events.count < 200)
    }

    @Test func theNextTasksGetTheSameIdsAndTheOldestLeaveInTheSameOrder() throws {
        var policies = Policies()
        policies.retainedTasks = 3
        var one = Rehearsal(policies: policies)
        for _ in 1...8 {
            one.submit(["support"], .simple)
            if one.state.tasks.all.count % 2 == 0 { one.finishAll() }
        }
        var other = one
        other.shadow = try Self.readBack(one.shadow)
        #expect(!other.shadow.tasks.free.isEmpty)
        one.restart()
        other.restart()
        for _ in 1...8 {
            #expect(one.submit(["support"], .simple) == other.submit(["support"], .simple))
            one.finishAll()
            other.finishAll()
            #expect(one.state.tasks.all.map(\.id) == other.state.tasks.all.map(\.id))
            #expect(one.state.digest == other.state.digest)
        }
    }

    @Test func aLongQueueThatIsWorkedOffLeavesNothingBehind() {
        var policies = Policies()
        policies.retainedTasks = 3
        var rehearsal = Rehearsal(policies: policies)
        for _ in 1...60 { rehearsal.submit(["support"], .simple) }
        while rehearsal.state.totals.running + rehearsal.state.totals.waiting > 0 {
            rehearsal.finishAll()
        }
        let slots = rehearsal.state.tasks.slots
        #expect(slots.count == 60 && rehearsal.state.tasks.free.count == 57)
        // A few keep their arrays for tasks to come.
        #expect(slots.count { $0.attempts.capacity > 0 } <= 3 + 16)
        #expect(slots.count { !$0.brief.name.isEmpty } <= 3 + 16)
    }

    @Test func recipesAreHeldOnceAndOneDefinedNoMoreStaysWithItsTask() throws {
        var rehearsal = Rehearsal()
        let recipe = try #require(RecipeCatalogue.builtIn.recipes.first)
        for recipe in RecipeCatalogue.builtIn.recipes { rehearsal.step(.define(recipe)) }
        let skills = rehearsal.state.skillNames.prefix(2).compactMap(rehearsal.state.skillID)
        for name in ["one", "two"] {
            rehearsal.step(
                .submit(
                    TaskBrief(
                        name: name, title: name, type: recipe.type, recipe: recipe,
                        complexity: .moderate, skills: skills,
                        data: ["z": 1, "a": [2.0, "é\u{202E}"]])))
        }
        rehearsal.step(.removeRecipe(recipe.name))
        rehearsal.step(.startRun(seed: .max))
        let state = rehearsal.state
        let read = try Self.readBack(state)
        #expect(read.recipes.recipes == state.recipes.recipes)
        #expect(read.recipes[recipe.name] == nil)
        let briefs = read.tasks.all.map(\.brief)
        #expect(briefs.map(\.recipe) == [recipe, recipe])
        #expect(briefs[0].recipe === briefs[1].recipe)
        #expect(briefs[0].data == state.tasks.all[0].brief.data)
        #expect(briefs[0].data.keys == ["z", "a"])
    }

    /// An optional member more or less would go unseen when an older snapshot is read.
    @Test func whoeverChangesWhatIsWrittenRaisesTheEncodingsNumber() throws {
        var keys: Set<String> = []
        for seed: UInt64 in 1...12 {
            let run = RandomRun(seed: seed, kills: true) { state in
                let bytes = try JSONEncoder().encode(state)
                Self.collect(try JSONSerialization.jsonObject(with: bytes), "", &keys)
                return state
            }
            try run.play()
        }
        #expect(keys.count > 200)
        keys.subtract(Self.known.split(whereSeparator: \.isWhitespace).map(String.init))
        #expect(keys.isEmpty, "raise SwarmState.encoding, then add \(keys.sorted()) here")
    }

    private static func collect(_ json: Any, _ owner: String, _ keys: inout Set<String>) {
        if let object = json as? [String: Any] {
            for (key, value) in object {
                keys.insert("\(owner).\(key)")
                collect(value, key, &keys)
            }
        }
        for value in json as? [Any] ?? [] { collect(value, owner, &keys) }
    }

    /// Each member with the one it is in.
    private static let known = """
        .activeFaultCount .agents .caption .defined .domainNames .faults .ledger .liveAttempts
        .messageCount .noteCount .now .policies .profiles .recipeOfSlot .recipes .run .scaling
        .seed .sequence .skillNames .tasks .totals agent._0 agents.card agents.collaborations
        agents.completed agents.costs agents.days agents.failed agents.failuresInARow
        agents.history agents.id agents.memory agents.qualitySum agents.recentFailures
        agents.skillIDs agents.skillReputation agents.standing agents.times arrivals.counts
        arrivals.latest attempts.agent attempts.awardedAt attempts.backoffBase attempts.backoffCap
        attempts.endedAt attempts.failure attempts.hardTimeout attempts.idleTimeout attempts.key
        attempts.livePosition attempts.most attempts.mostInterruptions attempts.note
        attempts.permille attempts.score attempts.startedAt attempts.stuckAfter
        awaitingApproval.until backingOff.until bids.agent bids.domainMatches bids.health
        bids.isWilling bids.loadPermille bids.loadTerm bids.reputation bids.reputationTerm
        bids.sharedSkills bids.skillTerm breaker.closed breaker.halfOpen breaker.open
        breaker.openFor breaker.opensAfter breaker.probeWithin brief.assumptions brief.bestEffort
        brief.cache brief.complexity brief.data brief.deadline brief.domain brief.domains brief.due
        brief.name brief.origin brief.plan brief.priority brief.skills brief.text brief.title
        brief.type budgets.allowsUnknownPrices card.domains card.driver card.expectedWork
        card.loadPerSubtask card.maxLoad card.model card.name card.replicaOf card.replicas
        card.settings card.skills census.asked census.offDomain census.overloaded
        census.unavailable census.willing consensus.missing consensus.votes consensus.winner
        costs.cached costs.calls costs.input costs.output costs.reserved costs.saved costs.spent
        days.costs days.day delayMessages._0 dropMessages.percent ended._0 failure.cancelled
        failure.crashed failure.expired failure.gaveUp failure.hung failure.interrupted
        failure.poorQuality failure.ranTooLong failure.reassigned failure.rejected failure.stuck
        faults.broken faults.detectedAt faults.endedAt faults.hits faults.id faults.injectedAt
        faults.messages faults.recoveredAt faults.spec flaky.percent gaveUp._0 health.recoversAfter
        health.slowFactor health.steadyFactor history.after history.at history.before
        history.quality history.reason history.skills history.task history.taskName journalStall._0
        kind.corrupt kind.crash kind.delayMessages kind.dropMessages kind.flaky kind.hang
        kind.healthDrop kind.journalStall kind.partition kind.poorQuality kind.rateLimit kind.slow
        kind.slowTokens kinds.first kinds.replicas ledger.days ledger.latest ledger.models
        ledger.open ledger.planning ledger.refused ledger.total limits.calls limits.depth
        limits.fanOut limits.messages limits.subtasks limits.toolCalls note.comment note.score
        open.until phase.awaitingApproval phase.backingOff phase.cancelled phase.ended phase.failed
        phase.inReview phase.planned phase.running phase.skipped phase.succeeded phase.waiting
        planning.cached planning.calls planning.input planning.output planning.reserved
        planning.saved planning.spent policies.ageing policies.attempts policies.breaker
        policies.budgets policies.health policies.limits policies.progressInterval
        policies.recordedBids policies.reputation policies.retainedChanges policies.retainedNotes
        policies.retainedTasks policies.scaling policies.scoring policies.teams
        policies.toolApprovalWithin policies.willingBelowPermille poorQuality._0 rejected._0
        reviews.askedAt reviews.attempt reviews.givenAt reviews.note reviews.reviewer reviews.until
        scaling.arrivals scaling.busyPerMinute scaling.kinds scaling.quietPerMinute
        scaling.retiresAfter scoring.loadWeight scoring.reputationWeight scoring.skillMatch
        scoring.skillWeight skill._0 skills.keywords skills.name skipped._0 slots.attempts
        slots.bids slots.brief slots.calls slots.census slots.consensus slots.endedAt slots.id
        slots.isExpired slots.messages slots.openSubtasks slots.phase slots.quality slots.ranAsTeam
        slots.recalls slots.reviewers slots.reviews slots.startedAt slots.submittedAt
        slots.subtasks slots.team slots.toolCalls slots.warnings slow.factor slowTokens.factor
        spec.count spec.duration spec.kind spec.seed spec.target standing.breaker
        standing.degradedBecause standing.domains standing.droppedBecause standing.isPaused
        standing.isRetired standing.leaf standing.liveAttempts standing.load
        standing.loadPerSubtask standing.maxLoad standing.offlineBecause standing.profile
        standing.reputation standing.skills standing.willingness stuck._0 subtasks.agent
        subtasks.attempts subtasks.current subtasks.failures subtasks.interruptions
        subtasks.isApproved subtasks.phase subtasks.product subtasks.quality subtasks.reworks
        subtasks.skill subtasks.verdict target.agent target.everyone target.skill tasks.ended
        tasks.free tasks.nextNumber tasks.slots teams.leastForComplex teams.leastForModerate
        teams.mostForComplex teams.mostForModerate times.next times.spans total.cached total.calls
        total.input total.output total.reserved total.saved total.spent totals.cancelled
        totals.failed totals.partial totals.qualitySum totals.running totals.submitted
        totals.succeeded totals.waiting verdict.approvals verdict.missing verdict.outcome
        verdict.quality verdict.refusals votes.answer votes.members votes.reputation
        """

    @Test func anAgentsCardComesBackWhole() throws {
        let card = AgentCard(
            name: "Operator\u{7}", skills: [.init("x", keywords: ["a b", "c"]), .init("y")],
            domains: ["law"], driver: .command, model: "m", maxLoad: 7, loadPerSubtask: 9,
            expectedWork: TimeSpan(microseconds: 1_234_567), replicas: 2...4, replicaOf: "z",
            settings: ["b": ["c": nil], "a": 1.5])
        let bytes = try JSONEncoder().encode([card])
        #expect(try JSONDecoder().decode([AgentCard].self, from: bytes) == [card])
    }

    @Test(arguments: [
        "{}", "[]", "null", #"{"policies":{}}"#,
    ])
    func whatIsNoStateIsRefused(text: String) {
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(SwarmState.self, from: Data(text.utf8))
        }
    }

    /// Written down and read back, and everything in it compared.
    private static func readBack(_ state: SwarmState) throws -> SwarmState {
        let read = try JSONDecoder().decode(SwarmState.self, from: JSONEncoder().encode(state))
        try #require(read.digest == state.digest)
        let (before, after) = (Leaves(of: state).lines, Leaves(of: read).lines)
        let differing = zip(before, after).first { $0 != $1 }
        try #require(differing == nil, "\(differing!)")
        try #require(before.count == after.count)
        return read
    }
}

/// Everything a value holds, found by reflection, a line for each figure: it cannot forget a member.
private struct Leaves {
    /// An agent's place in a tournament may have moved up: nobody sees it.
    private static let derived: Set = ["ranking", "leaf"]

    private(set) var lines: [String] = []

    init(of value: Any) { add(value, "") }

    private mutating func add(_ value: Any, _ path: String) {
        let mirror = Mirror(reflecting: value)
        if let task = value as? TaskState, task.id.number == 0 { return }
        if let text = value as? any CustomStringConvertible, mirror.children.isEmpty {
            lines.append("\(path) = \(text)")
        } else if mirror.displayStyle == .dictionary {
            lines += mirror.children.map { "\(path) \($0.value)" }.sorted()
        } else if mirror.children.isEmpty {
            lines.append("\(path) = \(value)")
        }
        guard mirror.displayStyle != .dictionary else { return }
        for (place, child) in mirror.children.enumerated() {
            let label = child.label ?? "[\(place)]"
            if !Self.derived.contains(label) { add(child.value, "\(path).\(label)") }
        }
    }
}
