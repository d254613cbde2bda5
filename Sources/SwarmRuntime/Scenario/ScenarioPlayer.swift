import SwarmCore

/// Plays a scenario on a swarm through its link, as an operator would: only commands, nothing behind the screen.
public struct ScenarioPlayer: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        /// Commands the swarm refused, and what the scenario expected and did not come; nothing when all went well.
        public let failures: [String]
        /// The swarm at the end.
        public let state: SwarmState
    }

    private let scenario: Scenario
    private let link: any SwarmLink
    private let speed: Double
    private static let thinking = TimeSpan.milliseconds(1_500)
    private let follower = Follower()

    /// `speed` is how many times faster than written the time line runs; at least 0.01.
    public init(_ scenario: Scenario, on link: any SwarmLink, speed: Double = 1) {
        self.scenario = scenario
        self.link = link
        self.speed = speed.isFinite ? max(0.01, speed) : 1
    }

    /// Plays to the end of the last step and of all its tasks, or until cancelled.
    public func play() async -> Outcome {
        await follower.follow(link)
        let start = follower.swarm
        var failures: [String] = []
        let clock = ContinuousClock()
        var origin = clock.now
        for step in scenario.steps {
            let due = origin.advanced(by: .microseconds(scaled(step.at).microseconds))
            try? await clock.sleep(until: due)
            if Task.isCancelled { break }
            if case .waitForEnd = step.deed {
                failures += await waitForEnd()
                origin = clock.now
            } else if let failure = await perform(step.deed) {
                failures.append(failure)
            }
        }
        failures += await waitForEnd()
        failures += scenario.expectations.failures(follower.swarm, since: start)
        return Outcome(failures: failures, state: follower.swarm)
    }

    private func scaled(_ span: TimeSpan) -> TimeSpan { .seconds(span.seconds / speed) }

    private func waitForEnd() async -> [String] {
        // A submission is answered once it is durable, and heard of a moment later.
        let limit = max(scaled(scenario.limit), .seconds(30))
        let ended = await follower.wait(atMost: limit) { $0.openTasks == 0 }
        return ended || Task.isCancelled ? [] : ["tasks are still open: \(openTasks)"]
    }

    private var openTasks: String {
        follower.swarm.tasks.all.filter { $0.status == nil }.map(\.brief.name)
            .joined(separator: ", ")
    }

    /// What went wrong, in words; nil when it was done.
    private func perform(_ deed: ScenarioDeed) async -> String? {
        switch deed {
        case .caption(let text): return await send(.caption(text), "caption")
        case .submit(let draft): return await submit(draft)
        case .fault(let fault): return await inject(fault)
        case .revertAll:
            for fault in follower.swarm.faults where fault.isActive {
                _ = await link.send(.revert(fault.id))
            }
            return nil
        case .pause(nil): return await send(.pauseAll, "pause")
        case .resume(nil): return await send(.resumeAll, "resume")
        case .pause(let name?): return await onAgent(name) { .pause($0) }
        case .resume(let name?): return await onAgent(name) { .resume($0) }
        case .cancel(let task): return await onTask(task) { .cancel($0) }
        case .retry(let task): return await onTask(task) { .retry($0) }
        case .answer(let task, let step, let granted): return await answer(task, step, granted)
        case .waitForEnd: return nil
        }
    }

    private func send(_ command: Command, _ what: String) async -> String? {
        guard case .refused(let refusal) = await link.send(command) else { return nil }
        return "\(what) was refused: \(refusal)"
    }

    private func submit(_ draft: TaskDraft) async -> String? {
        let known = follower.swarm.totals.submitted
        if let failure = await send(.submit(draft), "a task") { return failure }
        _ = await follower.wait(atMost: .seconds(30)) { $0.totals.submitted > known }
        return nil
    }

    private func inject(_ fault: ScenarioFault) async -> String? {
        let target: FaultTarget
        switch fault.target {
        case .everyone: target = .everyone
        case .agent(let name):
            guard let id = follower.swarm.agentID(named: name) else { return "no agent \(name)" }
            target = .agent(id)
        case .skill(let name):
            guard let id = follower.swarm.skillID(named: name) else { return "no skill \(name)" }
            target = .skill(id)
        }
        let spec = FaultSpec(
            kind: fault.kind, target: target, duration: fault.duration.map(scaled),
            count: fault.count, seed: scenario.seed)
        return await send(.inject(spec), fault.kind.name)
    }

    private func onAgent(_ name: String, _ command: (AgentID) -> Command) async -> String? {
        guard let id = follower.swarm.agentID(named: name) else { return "no agent \(name)" }
        return await send(command(id), name)
    }

    private func onTask(_ name: String, _ command: (TaskID) -> Command) async -> String? {
        guard let id = follower.swarm.tasks.id(named: name) else { return "no task \(name)" }
        return await send(command(id), name)
    }

    private func answer(_ name: String, _ step: String, _ granted: Bool) async -> String? {
        _ = await follower.wait(atMost: max(scaled(scenario.limit), .seconds(30))) {
            $0.hasAsked(name, step) || $0.hasEnded(name)
        }
        guard follower.swarm.hasAsked(name, step) else {
            return "nobody asked about \(step) of \(name)"
        }
        // Long enough for an audience to read the question.
        try? await Task.sleep(for: .microseconds(scaled(Self.thinking).microseconds))
        guard let key = follower.swarm.approval(name, step) else { return nil }
        let reply = await link.send(.answerApproval(key, granted: granted))
        // Whoever watches may have been faster.
        if case .refused(let refusal) = reply, refusal != .notAsked {
            return "\(step) of \(name) was refused: \(refusal)"
        }
        return nil
    }
}

extension SwarmState {
    /// The subtask of that step the operator is asked about now.
    fileprivate func approval(_ name: String, _ step: String) -> SubtaskKey? {
        guard let id = tasks.id(named: name), let task = tasks[id] else { return nil }
        return task.awaitingApproval.first { task.brief.stepName($0, self) == step }
            .map { SubtaskKey(task: id, index: $0) }
    }

    /// Whether the operator was asked about that step, answered or not.
    fileprivate func hasAsked(_ name: String, _ step: String) -> Bool {
        guard let id = tasks.id(named: name), let task = tasks[id] else { return false }
        return task.subtasks.indices.contains { index in
            guard task.brief.stepName(index, self) == step else { return false }
            switch task.subtasks[index].phase {
            case .awaitingApproval, .skipped(.denied): return true
            default: return task.subtasks[index].isApproved
            }
        }
    }

    fileprivate func hasEnded(_ name: String) -> Bool {
        tasks.id(named: name).flatMap { tasks[$0]?.status } != nil
    }
}
