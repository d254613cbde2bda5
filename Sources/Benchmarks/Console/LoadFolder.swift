import Foundation

/// A swarm and its work, written as the files an operator writes: `swarm.yaml`, a recipe and a list of tasks.
struct LoadFolder {
    var agents: Int
    /// The agents take so long for a subtask, each a little different, so that they do not march in step.
    var workSeconds: ClosedRange<Double>
    var loadPerSubtask = 60
    var progressMilliseconds = 250
    var tasks = 1_000
    /// At most 32, all side by side; one skill after another of the four.
    var steps = 16
    /// Over what the built-in swarm does; as YAML.
    var more = ""
    /// What follows in each agent's line.
    var driver = ""

    private static let skills = ["marketing", "finance", "analytics", "support"]

    /// Writes the swarm into the folder and works a moment on the tasks, so that a console that opens on it takes
    /// up a long queue.
    func queue(in folder: String) throws {
        try write(to: folder)
        let command = [
            BuiltSwarmtop.path, "run", folder + "/swarm/tasks.json", "--events", "--approve",
            "wait",
        ]
        guard let run = PseudoTerminal(command + Self.options(folder)) else {
            throw BuiltSwarmtop.Missing()
        }
        let seen = run.read(within: 30_000) { bytes in
            String(decoding: bytes.suffix(2_000), as: UTF8.self).contains("attempt.started")
        }
        kill(run.process, SIGINT)
        let rest = run.read(within: 30_000)
        guard seen.count + rest.count > 0, Self.eventCount(folder) > tasks else {
            throw NoLoad(said: String(decoding: (seen + rest).suffix(400), as: UTF8.self))
        }
    }

    /// What a command needs to work on the folder.
    static func options(_ folder: String) -> [String] {
        ["--data-dir", folder + "/data", "--swarm", folder + "/swarm"]
    }

    struct NoLoad: Error, CustomStringConvertible {
        let said: String
        var description: String { "The queue could not be made: \(said)" }
    }

    func write(to folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/swarm/recipes", withIntermediateDirectories: true)
        let cards = (0..<agents).map(card).joined(separator: "\n")
        try save(
            """
            version: 1
            agents:
            \(cards)
            policies: {progress_interval: \(progressMilliseconds)ms}
            \(more)

            """, folder + "/swarm/swarm.yaml")
        let plan = (0..<steps).map { "  step_\($0): {skill: \(Self.skills[$0 % 4])}" }
        try save(
            "name: sweep\ntitle: Sweep\nsteps:\n\(plan.joined(separator: "\n"))\n",
            folder + "/swarm/recipes/sweep.yaml")
        let all = (0..<tasks).map { #"{"recipe": "sweep", "data": {"number": \#($0)}}"# }
        try save("[\(all.joined(separator: ",\n"))]\n", folder + "/swarm/tasks.json")
    }

    private func card(_ number: Int) -> String {
        let skill = Self.skills[number % 4]
        let share = Double(number * 7 % 100) / 100
        let work =
            workSeconds.lowerBound + share * (workSeconds.upperBound - workSeconds.lowerBound)
        let time = String(format: "%.3fs", work)
        return "  - {name: \(skill.capitalized) \(number + 1), skills: [\(skill)], "
            + "load_per_subtask: \(loadPerSubtask), work_time: \(time)\(driver)}"
    }

    private func save(_ text: String, _ path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Events recorded so far, from the mark beside the journal.
    static func eventCount(_ folder: String) -> Int {
        let mark = (try? String(contentsOfFile: folder + "/data/head", encoding: .utf8)) ?? ""
        let words = mark.split(separator: " ")
        return words.count > 3 ? Int(words[3]) ?? 0 : 0
    }
}
