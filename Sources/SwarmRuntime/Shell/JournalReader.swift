import SwarmCore

/// Folds a journal back into the state it recorded.
public struct JournalReader: Sendable {
    private let recipes: RecipeCatalogue

    public init(recipes: RecipeCatalogue) { self.recipes = recipes }

    public func state(of journal: any Journal, policies: Policies) throws(JournalFault)
        -> SwarmState
    {
        try fold(journal, policies: policies) { _ in true }
    }

    /// Folds the events up to the first that `isWanted` declines.
    public func fold(
        _ journal: any Journal, policies: Policies, while isWanted: (Envelope) -> Bool
    ) throws(JournalFault) -> SwarmState {
        var state = SwarmState(policies: policies)
        var goesOn = true
        let recipes = self.recipes
        let reader = EventReader { recipes[$0] }
        try journal.replay { lines in
            for line in lines.split(separator: 0x0A) where goesOn {
                let envelope = try reader.read(Array(line), state: state)
                goesOn = isWanted(envelope)
                if goesOn { state.apply(envelope.event, at: envelope.at) }
            }
        }
        return state
    }
}
