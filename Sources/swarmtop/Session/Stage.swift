import ArgumentParser
import Dispatch
import SwarmConsole
import SwarmCore
import SwarmRuntime
import Synchronization

/// A scenario on a running swarm, with or without a console before it.
struct Stage {
    let session: Session
    let scenario: Scenario
    let speed: Double

    /// Opens the console and plays while the operator watches; what they do themselves counts too.
    func playInConsole(_ options: ConsoleOptions, usesMouse: Bool) throws {
        let (runtime, player) = (session.runtime, player)
        try session.inConsole(options, usesMouse: usesMouse) {
            let outcome = await player.play()
            for failure in outcome.failures {
                _ = await runtime.send(.caption("This demo did not go as planned: \(failure)"))
            }
        }
    }

    /// Plays without a console, prints what came of it, and ends with 1 when something expected did not come.
    ///
    /// - Parameter isPlain: Lines are only added, also on a terminal.
    func playPlainly(asJSON: Bool, isPlain: Bool) throws {
        let (runtime, player) = (session.runtime, player)
        let display = Display(
            format: asJSON ? .json(isList: false) : .text, isPlain: isPlain, session: session)
        let ended = DispatchSemaphore(value: 0)
        let outcomes = Mutex<Result<ScenarioPlayer.Outcome, JournalFault>?>(nil)
        // The whole play; ends with `signal` below.
        Task.detached {
            // Ends with `stop`.
            let running = Task { () -> JournalFault? in
                do throws(JournalFault) {
                    try await runtime.run(patience: .seconds(5))
                    return nil
                } catch {
                    return error
                }
            }
            let attachment = await runtime.attach(display.feed)
            // Ends when the display is closed.
            let showing = Task { await display.show(attachment) }
            let outcome = await player.play()
            runtime.stop()
            let fault = await running.value
            display.close()
            _ = await showing.value
            outcomes.withLock { $0 = fault.map { .failure($0) } ?? .success(outcome) }
            ended.signal()
        }
        let interruption = Mutex<Int32?>(nil)
        let signals = SignalWatch { number in
            interruption.withLock { $0 = number }
            ended.signal()
        }
        ended.wait()
        signals.cancel()
        if let number = interruption.withLock({ $0 }) { throw ExitCode(128 + number) }
        guard let outcome = outcomes.withLock({ $0 }) else { return }
        switch outcome {
        case .success(let outcome): try report(outcome, asJSON)
        case .failure(let fault): throw Wording.stop(for: fault)
        }
    }

    private var player: ScenarioPlayer {
        ScenarioPlayer(scenario, on: session.runtime, speed: speed)
    }

    private func report(_ outcome: ScenarioPlayer.Outcome, _ asJSON: Bool) throws {
        let text = asJSON ? json(outcome).jsonText(pretty: true) : words(outcome)
        try StandardStreams.print(text)
        if !outcome.failures.isEmpty { throw ExitCode(ExitStatus.taskFailed.rawValue) }
    }

    private func words(_ outcome: ScenarioPlayer.Outcome) -> String {
        let totals = outcome.state.totals
        let ended = TaskStatus.allCases.filter { totals.count(of: $0) > 0 }
            .map { "\(totals.count(of: $0)) \($0.rawValue)" }.joined(separator: ", ")
        let lines = ["\(scenario.title): \(ended.isEmpty ? "no task" : ended)."]
        return (lines + outcome.failures.map { "Not as planned: \($0)." }).joined(separator: "\n")
    }

    private func json(_ outcome: ScenarioPlayer.Outcome) -> JSONValue {
        let state = outcome.state
        var object: JSONObject = [
            "demo": .string(scenario.name), "as_planned": .bool(outcome.failures.isEmpty),
            "failures": .array(outcome.failures.map { .string($0) }),
        ]
        object["tasks"] = .array(
            state.tasks.all.map { task in
                let fields: JSONObject = [
                    "task_id": .string(task.brief.name),
                    "status": .string(task.status?.rawValue ?? "open"),
                    "quality_score": .integer(Int64(task.quality)),
                ]
                return .object(fields)
            })
        object["faults"] = .array(
            state.faults.map { fault in
                let fields: JSONObject = [
                    "kind": .string(fault.spec.kind.name), "hits": .integer(Int64(fault.hits)),
                    "messages": .integer(Int64(fault.messages)),
                    "found": .bool(fault.detectedAt != nil),
                    "made_good": .bool(fault.recoveredAt != nil),
                ]
                return .object(fields)
            })
        var reputations = JSONObject()
        for agent in state.agents { reputations[agent.card.name] = agent.reputation.json }
        object["reputations"] = .object(reputations)
        return .object(object)
    }
}
