/// A swarm's statistics as JSON: every figure of spec §13, null where there is nothing to tell yet.
public enum StatisticsDocument {
    public static func json(_ statistics: Statistics, swarm: SwarmState) -> JSONObject {
        let totals = swarm.totals
        let spread = ReputationSpread(swarm.agents.map(\.reputation))
        var document: JSONObject = [
            "agents": .integer(Int64(swarm.agents.count)),
            "submitted": .integer(Int64(totals.submitted)),
            "waiting": .integer(Int64(totals.waiting)),
            "running": .integer(Int64(totals.running)),
            "completed": .integer(Int64(totals.succeeded)),
            "partial": .integer(Int64(totals.partial)),
            "failed": .integer(Int64(totals.failed)),
            "cancelled": .integer(Int64(totals.cancelled)),
            "success_rate": rounded(totals.successRate),
            "tasks_per_second": rounded(statistics.tasksPerSecond()),
            "mean_task_seconds": seconds(statistics.durations.mean),
            "longest_task_seconds": longest(statistics.durations),
            "mean_waiting_seconds": seconds(statistics.waits.mean),
            "longest_waiting_seconds": longest(statistics.waits),
            "mean_quality": rounded(totals.meanQuality),
            "mean_agent_load": percent(statistics.meanLoadPermille()),
            "peak_agent_load": percent(statistics.peakLoadPermille.map(Int.init)),
            "mean_team_size": rounded(statistics.meanTeamSize),
            "parallel_execution_rate": rounded(statistics.parallelRate),
            "mean_reputation": rounded(spread?.mean.value),
            "reputation_deviation": rounded(spread?.deviation.value),
        ]
        document["active_seconds"] = seconds(statistics.activeTime())
        document["runs"] = .integer(Int64(swarm.run))
        document["events"] = .integer(Int64(clamping: swarm.sequence))
        document["attempts"] = .object(attempts(statistics))
        document["faults"] = .object(faults(swarm))
        document["messages"] = .object(messages(statistics.messages))
        document["reputations"] = .object(
            JSONObject(distinct: swarm.agents.map { .init($0.card.name, $0.reputation.json) }))
        document["per_agent"] = .array(swarm.agents.map { .object(agent($0, statistics)) })
        return document
    }

    private static func attempts(_ statistics: Statistics) -> JSONObject {
        let counts = statistics.attempts
        return [
            "awarded": .integer(Int64(counts.awarded)),
            "succeeded": .integer(Int64(counts.succeeded)),
            "failed": .integer(Int64(counts.failed)),
            "cancelled": .integer(Int64(counts.cancelled)),
            "interrupted": .integer(Int64(counts.interrupted)),
            "retries": .integer(Int64(counts.retries)),
            "fenced": .integer(Int64(counts.fenced)),
            "queued": .integer(Int64(statistics.queued)),
            "failures": .object(
                JSONObject(
                    distinct: counts.failuresByKind.map {
                        .init($0.name, .integer(Int64($0.count)))
                    })),
        ]
    }

    private static func faults(_ swarm: SwarmState) -> JSONObject {
        let figures = FaultFigures(swarm.faults)
        return [
            "injected": .integer(Int64(figures.injected)),
            "active": .integer(Int64(figures.active)),
            "detected": .integer(Int64(figures.detection.count)),
            "recovered": .integer(Int64(figures.recovery.count)),
            "mean_detection_seconds": seconds(figures.detection.mean),
            "longest_detection_seconds": longest(figures.detection),
            "mean_recovery_seconds": seconds(figures.recovery.mean),
            "longest_recovery_seconds": longest(figures.recovery),
        ]
    }

    private static func messages(_ counts: Statistics.MessageCounts) -> JSONObject {
        [
            "sent": .integer(Int64(counts.sum)),
            "questions": .integer(Int64(counts.questions)),
            "answers": .integer(Int64(counts.answers)),
            "notes": .integer(Int64(counts.notes)),
        ]
    }

    private static func agent(_ agent: AgentState, _ statistics: Statistics) -> JSONObject {
        let load =
            statistics.loads.indices.contains(agent.id.position)
            ? Int(statistics.loads[agent.id.position].peakPermille) : nil
        return [
            "agent": .string(agent.card.name),
            "reputation": agent.reputation.json,
            "tier": .string(agent.tier.rawValue),
            "completed": .integer(Int64(agent.completed)),
            "failed": .integer(Int64(agent.failed)),
            "success_rate": rounded(agent.successRate),
            "mean_quality": rounded(agent.meanQuality),
            "mean_seconds": seconds(agent.times.mean),
            "mean_load": percent(statistics.meanLoadPermille(of: agent.id)),
            "peak_load": percent(load),
        ]
    }

    // MARK: Figures

    /// To a thousandth.
    private static func rounded(_ value: Double?) -> JSONValue {
        value.map { .number(($0 * 1000).rounded() / 1000) } ?? .null
    }

    private static func seconds(_ span: TimeSpan?) -> JSONValue {
        span.map { .number($0.rounded3) } ?? .null
    }

    private static func longest(_ tally: SpanTally) -> JSONValue {
        tally.count == 0 ? .null : seconds(tally.longest)
    }

    /// Thousandths as percent, e.g. 45.3.
    private static func percent(_ permille: Int?) -> JSONValue {
        permille.map { .number(Double($0) / 10) } ?? .null
    }
}
