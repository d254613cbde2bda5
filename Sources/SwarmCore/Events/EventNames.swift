extension AgentChange {
    /// The name in the journal; never changes meaning.
    public var name: String {
        switch self {
        case .paused: "paused"
        case .resumed: "resumed"
        case .wentOffline: "offline"
        case .cameBack: "back"
        case .degraded: "degraded"
        case .recovered: "recovered"
        case .healthDropped: "health_dropped"
        case .healthRestored: "health_restored"
        case .retired: "retired"
        case .reinstated: "reinstated"
        case .breakerOpened: "breaker_open"
        case .breakerHalfOpened: "breaker_half_open"
        case .breakerClosed: "breaker_closed"
        }
    }
}

extension AttemptFailure {
    /// The name in the journal; never changes meaning.
    public var name: String {
        switch self {
        case .crashed: "crashed"
        case .hung: "hung"
        case .ranTooLong: "ran_too_long"
        case .gaveUp: "gave_up"
        case .poorQuality: "poor_quality"
        case .interrupted: "interrupted"
        case .cancelled: "cancelled"
        case .stuck: "stuck"
        case .rejected: "rejected"
        case .expired: "expired"
        case .reassigned: "reassigned"
        case .unavailable: "unavailable"
        case .refused: "refused"
        case .overBudget: "over_budget"
        }
    }
}

extension Party {
    /// The agent's name, or `orchestrator`, `operator`, `everyone`.
    public func name(_ state: SwarmState) -> String {
        switch self {
        case .agent(let id): state.agents[id.position].card.name
        case .orchestrator: "orchestrator"
        case .operator: "operator"
        case .everyone: "everyone"
        }
    }
}
