import ChildProcesses
import Foundation
import SwarmCore
import SwarmRuntime

/// Does an agent's work by running a local program: the task on its input, progress and result on its output.
///
/// What it writes, line by line: `{"progress": 0...1, "note": text}`, `{"message": {"topic", "payload"}}`,
/// `{"result": {…}}`; other lines are text, which is the result (`{"text": …}`) if no result came. It counts only when
/// the program ends with status 0. A line it wrote lately is no sign of life; when its attempt is given up or cancelled
/// it is killed with all it started.
public struct CommandDriver: AgentDriver {
    /// Where agents without a folder of their own get one, made when missing.
    public let folders: String
    private let environment: [String: String]

    /// `environment` is swarmtop's; a program gets of it only what its settings name.
    public init(folders: String, environment: [String: String]) {
        self.folders = folders
        self.environment = environment
    }

    public func begin(_ order: WorkOrder, at desk: Desk) -> Work {
        var faults: [DefinitionFault] = []
        let node = DefinitionNode(.object(order.card.settings)).reached("settings")
        let settings = CommandSettings(definition: node, faults: &faults)
        guard let settings, faults.isEmpty else {
            desk.fail(faults.first?.sentence ?? "the agent has no command")
            return .done
        }
        let launch: ChildLaunch
        do {
            launch = try self.launch(settings, order)
        } catch {
            desk.fail("its folder cannot be made: \(error.localizedDescription)")
            return .done
        }
        return .running {
            await CommandRun(launch: launch, desk: desk).run()
        }
    }

    public func answer(
        _ question: Question, card: AgentCard, purse: Purse
    ) async -> JSONValue? { nil }

    public func review(_ order: ReviewOrder, purse: Purse) async -> ReviewNote? { nil }

    func launch(_ settings: CommandSettings, _ order: WorkOrder) throws -> ChildLaunch {
        let task = CommandTask(order: order)
        var program = settings.program
        program.command = program.command.map {
            $0 == CommandSettings.promptPlace ? task.prompt : $0
        }
        let launch = program.launch(
            environment: environment,
            usualFolder: folders + "/" + Self.folderName(order.card.name),
            input: task.input(as: settings.input))
        if let folder = launch.folder {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        return launch
    }

    /// The name as a folder's: letters, digits, `-` for a blank, anything else as `%` and its bytes. Two names never
    /// give the same.
    static func folderName(_ name: String) -> String {
        name.utf8.reduce(into: "") { folder, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F:
                folder.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x20: folder += "-"
            default: folder += "%" + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
