import SwarmFiles
import Testing

@testable import SwarmConsole
@testable import SwarmCore

/// What the bus says of each event.
@Suite struct BusRowTests {
    private static let scene = FrameScene.campaign()
    private static let task = scene.state.tasks.latest!
    private static let subtask = SubtaskKey(task: task.id, index: 1)
    private static let attempt = AttemptKey(task: task.id, subtask: 1, number: 2)
    private static let marketing = AgentID(0)
    private static let finance = AgentID(1)
    private static let spec = FaultSpec(
        kind: .slow(factor: 3), target: .agent(finance), duration: .seconds(10), seed: 7)

    /// Sender and recipient around the arrow, or `▼` for a fault.
    private static func told(_ event: Event, again: Instant? = nil) -> String {
        let envelope = Envelope(
            sequence: 1, at: Instant(microseconds: 41_204_000), time: WallTime(milliseconds: 0),
            event: event)
        let row = BusRow(envelope, scene.state, again: again)
        let arrow = row.isFault ? "▼" : "→"
        let sign = row.sign.map { "\($0) " } ?? ""
        return "\(row.topic) | \(row.sender) \(arrow) \(row.recipient) | \(sign)\(row.text)"
    }

    @Test func tasksAndAwardsAreToldInWords() {
        let census = Self.task.census
        let bid = Self.task.bids[1]
        let expected: [(Event, String)] = [
            (
                .taskSubmitted(Self.task.id, Self.task.brief),
                "task.submitted | you → orchestrator | Q1 Product Launch, complex, high"
            ),
            (
                .taskQueued(Self.task.id, subtask: 1, skill: SkillID(5)),
                "task.queued | orchestrator → queue | waiting Q1 Product Launch waits: nobody takes finance now"
            ),
            (
                .taskAnnounced(Self.task.id, census, ranAsTeam: false),
                "announcement | orchestrator → 3 agents | needs marketing, finance, analytics"
            ),
            (
                .taskAnnounced(Self.task.id, census, ranAsTeam: true),
                "announcement | orchestrator → 3 agents | needs marketing, finance, analytics; "
                    + "no agent has all of it, so a team runs it"
            ),
            (.bidReceived(Self.task.id, bid), "bid | Finance → orchestrator | yes: 72.5"),
            (
                .reviewSeated(Self.task.id, AgentID(3)),
                "review.seated | orchestrator → Support | joins the team of Q1 Product Launch as reviewer"
            ),
            (
                .subtaskSkipped(Self.subtask, .leftOut),
                "subtask.skipped | orchestrator → you | leftOut finance is left out: no willing agent has it"
            ),
            (
                .subtaskSkipped(Self.subtask, .blocked),
                "subtask.skipped | orchestrator → you | blocked finance cannot begin: what it depends on has no result"
            ),
            (
                .subtaskReused(Self.subtask, Product([:]), quality: 84),
                "subtask.reused | orchestrator → you | kept finance kept from an earlier task, quality 84"
            ),
            (
                .approvalAsked(Self.subtask, until: Instant(microseconds: 101_000_000)),
                "approval.asked | orchestrator → you | asks finance: May finance begin?; no answer in 60 s is a no"
            ),
            (
                .approvalGiven(Self.subtask, granted: true, by: .operator),
                "approval.given | you → orchestrator | done finance is approved"
            ),
            (
                .approvalGiven(Self.subtask, granted: false, by: .deadline),
                "approval.given | orchestrator → you | denied nobody answered for finance in time, which is a no"
            ),
            (
                .reviewAsked(
                    AttemptKey(task: Self.task.id, subtask: 1, number: 2), AgentID(2),
                    until: Instant(microseconds: 52_000_000)),
                "review.asked | orchestrator → Insights | inReview finance #2, within 11 s"
            ),
            (
                .reviewGiven(
                    AttemptKey(task: Self.task.id, subtask: 1, number: 2), AgentID(2),
                    ReviewNote(score: 72, comment: "no risks named")),
                "review.given | Insights → orchestrator | finance #2: 72, no risks named"
            ),
            (
                .reviewDecided(
                    AttemptKey(task: Self.task.id, subtask: 1, number: 2),
                    Verdict(outcome: .rework, quality: 55, approvals: 1, refusals: 2, missing: 0)),
                "review.decided | orchestrator → you | retrying finance #2 goes back for rework, quality 55: 1 for, 2 against"
            ),
            (
                .consensusReached(
                    Self.task.id, group: 0,
                    Consensus(
                        winner: 0,
                        votes: [
                            .init(answer: "up", members: StepSet([0, 1]), reputation: Points(200)),
                            .init(answer: "flat", members: StepSet([2]), reputation: Points(100)),
                        ], missing: 1)),
                "consensus | orchestrator → you | done answers 1: up, 2 of 3 agree; dissent flat ×1, 1 missing"
            ),
            (
                .deadlinePassed(Self.task.id),
                "deadline | orchestrator → you | expired the deadline of Q1 Product Launch passed"
            ),
            (
                .captionShown("Now Finance crashes"),
                "caption.shown | orchestrator → all | Now Finance crashes"
            ),
            (
                .messageDropped(41, FaultID(9)),
                "message.dropped | orchestrator ▼ all | message 41 is lost, fault 9"
            ),
            (
                .agentChanged(AgentID(1), .retired),
                "agent.retired | you → Finance | retired retired: finishes what it has, takes no more"
            ),
            (
                .agentChanged(AgentID(1), .degraded(.slow)),
                "agent.degraded | Finance → orchestrator | degraded degraded: it has become much slower than usual"
            ),
            (
                .recipeRemoved("campaign"),
                "recipe.removed | orchestrator → all | recipe campaign is gone"
            ),
            (
                .subtaskAwarded(
                    AttemptKey(task: Self.task.id, subtask: 0, number: 1), Self.marketing,
                    score: Self.task.bids[0].score),
                "award | orchestrator → Marketing | marketing: best of 3 bids, score 74.5"
            ),
            (
                .subtaskAwarded(
                    AttemptKey(task: Self.task.id, subtask: 1, number: 1), Self.finance,
                    score: bid.score),
                "award | orchestrator → Finance | finance: 2nd of 3 bids, score 72.5"
            ),
            (
                .taskFinished(Self.task.id, .succeeded, quality: 91, warnings: ["too dear"]),
                "result | orchestrator → you | done Q1 Product Launch done, quality 91, took 1.2 s, "
                    + "1 warning"
            ),
            (
                .taskFinished(Self.task.id, .failed, quality: 0, warnings: []),
                "result | orchestrator → you | failed Q1 Product Launch failed, took 1.2 s"
            ),
        ]
        for (event, words) in expected { #expect(Self.told(event) == words) }
    }

    @Test func attemptsAreToldWithTheirReasonAndWhenTheyRunAgain() {
        let again = Instant(microseconds: 41_504_000)
        let failed = Event.attemptFinished(Self.attempt, .failed(.crashed))
        let product = Product(["text": "x"])
        let expected: [(String, String)] = [
            (
                Self.told(.attemptStarted(Self.attempt)),
                "attempt.started | orchestrator → Finance | retrying finance #2"
            ),
            (
                Self.told(
                    .attemptProgressed(Self.attempt, permille: 615, note: "dashboard layout")),
                "progress | Finance → orchestrator | finance 61 %: dashboard layout"
            ),
            (
                Self.told(.attemptFinished(Self.attempt, .succeeded(product, quality: 96))),
                "attempt.done | Finance → orchestrator | done finance #2, quality 96"
            ),
            (
                Self.told(failed, again: again),
                "attempt.failed | Finance → orchestrator | failed finance #2: process ended, again in 0.3 s"
            ),
            (
                Self.told(.attemptFinished(Self.attempt, .failed(.poorQuality(40)))),
                "attempt.failed | Finance → orchestrator | failed finance #2: quality 40 is too low"
            ),
            (
                Self.told(.attemptFinished(Self.attempt, .failed(.cancelled))),
                "attempt.ended | Finance → orchestrator | cancelled finance #2: cancelled"
            ),
            (
                Self.told(.attemptFenced(Self.attempt)),
                "attempt.fenced | Finance → orchestrator | fenced late result of finance #2 ignored"
            ),
            (
                Self.told(.retryScheduled(Self.subtask, until: again)),
                "retry.scheduled | orchestrator → queue | retrying finance runs again in 0.3 s"
            ),
            (
                Self.told(.subtaskFailed(Self.subtask)),
                "subtask.failed | orchestrator → you | failed finance failed 1 time and is given up"
            ),
        ]
        for (told, words) in expected { #expect(told == words) }
    }

    @Test func agentsFaultsAndReputationAreTold() {
        let change = ReputationChange(
            task: Self.task.id, taskName: "campaign_002", before: Points(100), after: Points(105),
            reason: .success, quality: 96, skills: SkillSet())
        let loss = ReputationChange(
            task: Self.task.id, taskName: "campaign_002", before: Points(105), after: Points(95),
            reason: .failure, quality: 0, skills: SkillSet())
        let expected: [(Event, String)] = [
            (
                .runStarted(number: 42, seed: 7),
                "run.started | orchestrator → all | run 42 begins, seed 7"
            ),
            (
                .agentRegistered(Self.finance, BuiltInSwarm.cards[1]),
                "agent.registered | Finance → orchestrator | 5 skills, offline rules"
            ),
            (
                .agentChanged(Self.finance, .paused),
                "agent.paused | you → Finance | paused paused, takes no new work"
            ),
            (
                .agentChanged(Self.finance, .resumed),
                "agent.resumed | you → Finance | healthy resumed, takes bids again"
            ),
            (
                .agentChanged(Self.finance, .wentOffline(FaultID(1))),
                "agent.offline | Finance → orchestrator | offline offline, fault 1"
            ),
            (
                .agentChanged(Self.finance, .cameBack),
                "agent.back | Finance → orchestrator | healthy back"
            ),
            (
                .agentChanged(Self.finance, .degraded(.failing)),
                "agent.degraded | Finance → orchestrator | degraded degraded: its latest attempt failed"
            ),
            (
                .agentChanged(Self.finance, .recovered),
                "agent.healthy | Finance → orchestrator | healthy healthy again"
            ),
            (
                .agentChanged(
                    Self.finance, .breakerOpened(until: Instant(microseconds: 101_204_000))),
                "breaker.open | Finance → orchestrator | unhealthy breaker open, probe in 60 s"
            ),
            (
                .agentChanged(Self.finance, .breakerHalfOpened),
                "breaker.half | Finance → orchestrator | waiting breaker half-open, one probe may run"
            ),
            (
                .agentChanged(Self.finance, .breakerClosed),
                "breaker.closed | Finance → orchestrator | healthy breaker closed"
            ),
            (
                .faultInjected(FaultID(2), Self.spec),
                "fault | you ▼ Finance | slow ×3 injected for 10 s, seed 7"
            ),
            (
                .faultReverted(FaultID(1)),
                "fault.ended | orchestrator → Finance | healthy crash is over, 1 hit"
            ),
            (
                .reputationChanged(Self.finance, change),
                "reputation | orchestrator → Finance | 100 → 105, Q1 Product Launch done, quality 96"
            ),
            (
                .reputationChanged(Self.finance, loss),
                "reputation | orchestrator → Finance | 105 → 95, Q1 Product Launch failed"
            ),
        ]
        for (event, words) in expected { #expect(Self.told(event) == words) }
    }

    @Test func questionsAndAnswersStandOut() {
        let question = Message(
            number: 1, kind: .question, topic: "budget.ask", sender: .agent(Self.marketing),
            recipient: .agent(Self.finance), task: Self.task.id,
            payload: "What's our budget for ads?")
        let note = Message(
            number: 2, kind: .note, topic: "note", sender: .operator, recipient: .everyone,
            payload: ["ads": 30000, "done": true])
        #expect(
            Self.told(.messageSent(question))
                == "budget.ask | Marketing → Finance | What's our budget for ads?")
        #expect(Self.told(.messageSent(note)) == "note | you → all | ads 30000 · done yes")
        let at = Instant(microseconds: 1)
        let wall = WallTime(milliseconds: 0)
        let rows = [question, note].map {
            BusRow(
                Envelope(sequence: 1, at: at, time: wall, event: .messageSent($0)), Self.scene.state
            )
        }
        #expect(rows.map(\.tone) == [.story, .plain])
    }

    @Test func aTaskThatLeftMemoryIsStillToldByItsNumber() {
        let gone = TaskID(slot: 900, number: 117)
        let told = Self.told(.subtaskFailed(SubtaskKey(task: gone, index: 0)))
        #expect(
            told == "subtask.failed | orchestrator → you | failed subtask 1 failed and is given up")
        #expect(
            Self.told(.taskFinished(gone, .succeeded, quality: 80, warnings: []))
                == "result | orchestrator → you | done task 117 done, quality 80")
    }
}
