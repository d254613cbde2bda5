import SwarmCore

/// Defects put in on purpose, each of which the checker must find: a rule nobody can break is not a rule.
///
/// They sit between the shell and the core, or change the core's state behind its back.
public enum Mutant: String, CaseIterable, Sendable {
    /// Reputation moves twice for a task with a second attempt.
    case reputationTwice
    /// A task is acknowledged before it is in the journal.
    case acknowledgeFirst
    /// Effects are done before their events are in the journal.
    case effectsFirst
    /// A late report counts for whatever its agent does now.
    case fencedByAgentName
    /// A task without one successful subtask succeeds.
    case emptySuccess
    /// An open breaker is never probed.
    case breakerWithoutProbe
    /// A breaker closes by itself instead of letting one probe through.
    case breakerForgets
    /// An agent that raised keeps the load of what it did.
    case loadKept
    /// What is due at once comes in the order of a hash.
    case unsortedChoice
    /// Timeouts go by the wall clock.
    case leaseByWallClock
    /// After a crash attempts are counted anew.
    case recoveryForgetsCaps
    /// After a crash the timers are gone.
    case recoveryWithoutTimers
    /// A batch whose outcome was unknown is appended a second time.
    case appendedTwice
    /// A task ends twice.
    case endedTwice
    /// An agent with room again wakes nobody.
    case lostWakeUp
    /// What an agent returned resumes a paused agent.
    case agentDecides
    /// What an agent returned answers a question put to the operator.
    case agentApproves
    /// A step begins before those it depends on have ended.
    case dependentFirst
    /// A review that nobody asked for, or that comes too late, counts.
    case lateReviewCounts
    /// A budget counts what was spent and not what is reserved.
    case budgetForgetsReservations
    /// After a crash what was reserved is free again.
    case recoveryForgetsReservations
    /// Nobody answered in time, and that is a yes.
    case silenceIsYes
    /// What cannot be done is tried again.
    case refusedRetried
    /// What is to be tried later is tried at once.
    case postponedRetriedEarly
    /// A call is settled once more for each time it is told.
    case settledTwice
    /// A tool is answered though its attempt is over.
    case deadAttemptCalls
}

extension Mutant {
    /// The rules it breaks; it may be found by any of them.
    public var breaks: Set<Invariant> {
        switch self {
        case .reputationTwice: [.reputation]
        case .acknowledgeFirst, .effectsFirst: [.durableFirst]
        case .fencedByAgentName: [.oneAttempt]
        case .emptySuccess: [.outcome]
        case .breakerWithoutProbe: [.breaker, .liveness]
        case .breakerForgets: [.breaker, .fitness, .fold]
        case .loadKept: [.load]
        case .unsortedChoice: [.determinism]
        case .leaseByWallClock: [.timers, .liveness, .breaker]
        case .recoveryForgetsCaps: [.caps, .fold]
        case .recoveryWithoutTimers: [.timers, .breaker, .liveness]
        case .appendedTwice: [.sequence]
        case .endedTwice: [.oneEnd]
        case .lostWakeUp: [.liveness]
        case .agentDecides, .agentApproves: [.authority]
        case .dependentFirst: [.outcome, .authority]
        case .lateReviewCounts: [.oneEnd, .authority, .outcome]
        case .budgetForgetsReservations, .recoveryForgetsReservations, .settledTwice: [.budget]
        case .silenceIsYes: [.authority]
        case .refusedRetried: [.caps]
        case .postponedRetriedEarly: [.timers]
        case .deadAttemptCalls: [.tools]
        }
    }
}

extension Simulator {
    /// Puts the defect into what was just decided.
    mutating func bend(_ mutant: Mutant, _ cause: Checker.Cause) {
        switch mutant {
        case .reputationTwice:
            repeatEvent {
                guard case .reputationChanged(_, let change) = $0 else { return false }
                return $1.tasks[change.task]?.attempts.contains { $0.key.number > 1 } == true
            }
        case .endedTwice:
            repeatEvent { event, _ in if case .taskFinished = event { true } else { false } }
        case .acknowledgeFirst, .effectsFirst: actFirst(mutant)
        case .emptySuccess:
            for place in decision.events.indices {
                guard case .taskFinished(let id, .failed, _, let notes) = decision.events[place]
                else { continue }
                decision.events[place] = .taskFinished(id, .succeeded, quality: 0, warnings: notes)
            }
        case .breakerWithoutProbe:
            swarm.timers = .init(
                swarm.timers.unordered.filter {
                    switch $0.kind {
                    case .probe, .probeEnd: false
                    default: true
                    }
                })
        case .breakerForgets: closeOpenBreakers()
        case .loadKept: keepLoad()
        case .lostWakeUp: if case .report = cause { swarm.waiting = WaitingLine() }
        case .agentDecides:
            if case .report(_, .excellent) = cause, let paused = pausedAgent {
                swarm.step(.resume(paused), at: now, into: &decision)
            }
        case .agentApproves:
            if case .report = cause, let asked = askedSubtask {
                swarm.step(.answerApproval(asked, granted: true), at: now, into: &decision)
            }
        case .dependentFirst:
            guard let promised else { return }
            for place in decision.events.indices {
                guard case .taskSubmitted(let id, _) = decision.events[place] else { continue }
                decision.events[place] = .taskSubmitted(id, promised)
            }
        case .lateReviewCounts:
            guard case .review(let key, let agent) = cause, decision.events.isEmpty,
                swarm.state.tasks.contains(key.task)
            else { return }
            let event = Event.reviewGiven(key, agent, ReviewNote(score: 90, comment: ""))
            swarm.state.apply(event, at: swarm.state.now)
            decision.events.append(event)
        case .silenceIsYes: sayYes(cause)
        case .refusedRetried: retryRefused()
        case .fencedByAgentName, .unsortedChoice, .leaseByWallClock, .recoveryForgetsCaps,
            .recoveryWithoutTimers, .appendedTwice, .budgetForgetsReservations,
            .recoveryForgetsReservations, .postponedRetriedEarly, .settledTwice,
            .deadAttemptCalls:
            break
        }
    }

    private var pausedAgent: AgentID? { swarm.state.agents.first { $0.isPaused }?.id }

    private var askedSubtask: SubtaskKey? {
        for task in swarm.state.tasks.all where task.status == nil {
            if let index = task.awaitingApproval.first {
                return SubtaskKey(task: task.id, index: index)
            }
        }
        return nil
    }

    private mutating func repeatEvent(where isChosen: (Event, SwarmState) -> Bool) {
        let state = swarm.state
        guard let place = decision.events.firstIndex(where: { isChosen($0, state) }) else { return }
        let event = decision.events[place]
        decision.events.insert(event, at: place)
        swarm.state.apply(event, at: swarm.state.now)
    }

    private mutating func actFirst(_ mutant: Mutant) {
        for place in decision.effects.indices.reversed() {
            switch decision.effects[place] {
            case .acknowledge(let id) where mutant == .acknowledgeFirst:
                acknowledged.append(id.number)
                decision.effects.remove(at: place)
            case .start(let key, let agent) where mutant == .effectsFirst:
                decision.effects.remove(at: place)
                startWork(key, agent)
            default: break
            }
        }
    }

    private mutating func closeOpenBreakers() {
        for agent in swarm.state.agents.indices {
            guard case .open = swarm.state.agents[agent].breaker else { continue }
            swarm.state.agents[agent].standing.breaker = .closed
        }
    }

    private mutating func keepLoad() {
        for event in decision.events {
            guard case .attemptFinished(let key, .failed(.gaveUp)) = event,
                let agent = swarm.state.tasks[key.task]?.attempts.first(where: { $0.key == key })?
                    .agent
            else { continue }
            swarm.state.agents[agent.position].standing.load +=
                swarm.state.agents[agent.position].loadPerSubtask
        }
    }
}

extension TaskBrief {
    /// The same task without its dependencies.
    func withoutOrder() -> TaskBrief {
        guard let plan else { return self }
        let steps = plan.steps.map { step in
            var free = step
            free.after = StepSet()
            free.condition = nil
            return free
        }
        return TaskBrief(
            name: name, title: title, type: type, complexity: complexity, skills: skills,
            domain: domain, domains: domains, priority: priority, bestEffort: bestEffort,
            plan: Plan(steps: steps, groups: plan.groups), due: due)
    }
}
