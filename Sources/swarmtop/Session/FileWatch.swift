import SwarmCore
import SwarmFiles
import SwarmRuntime

/// Takes over a changed swarm file while the swarm runs; a faulty one changes nothing and is told.
struct FileWatch: Sendable {
    private let files: SwarmFolder
    private let runtime: SwarmRuntime
    private let told: @Sendable (String) -> Void
    private static let interval = Duration.seconds(1)

    init(
        _ files: SwarmFolder, runtime: SwarmRuntime, told: @escaping @Sendable (String) -> Void
    ) {
        self.files = files
        self.runtime = runtime
        self.told = told
    }

    /// Looks once a second until cancelled; an editor that saves in several steps is read when it is done.
    func run() async {
        var seen = files.stamp
        var read = seen
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            let now = files.stamp
            if now == seen, now != read {
                read = now
                await reload()
            }
            seen = now
        }
    }

    private func reload() async {
        let reading = files.read(check: AgentKit.check)
        guard let definition = reading.definition else {
            let first = reading.faults.first?.sentence ?? ""
            let more = reading.faults.count > 1 ? " and \(reading.faults.count - 1) more" : ""
            return told(
                "The swarm file is not taken over: \(first)\(more). The swarm goes on as it was.")
        }
        if case .refused(let refusal) = await runtime.send(.configure(definition)) {
            told("The swarm file is not taken over: \(refusal).")
        } else {
            told("The swarm file was changed and is taken over.")
        }
    }
}
