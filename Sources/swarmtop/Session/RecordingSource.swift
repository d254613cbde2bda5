import Foundation
import SQLiteJournal
import SwarmCore
import SwarmRuntime

/// Where a recording is read from: a data folder, also while a swarm runs over it, or a file of exported events.
enum RecordingSource {
    case folder(String)
    case file(String)

    func read() throws -> Recording {
        switch self {
        case .folder(let path): try Self.read(folder: path)
        case .file(let path): try Self.read(file: path)
        }
    }

    private static func read(folder: String) throws -> Recording {
        let nothing = Stop(
            .store, "Nothing is recorded in \(folder) yet. Run a task first: swarmtop run.")
        do {
            guard let journal = try SQLiteJournal.openForReading(folder: folder) else {
                throw nothing
            }
            defer { journal.close() }
            return try Recording(journal)
        } catch let fault as JournalFault {
            throw Wording.stop(for: fault)
        } catch let fault as RecordingFault {
            switch fault {
            case .journal(let fault): throw Wording.stop(for: fault)
            case .empty: throw nothing
            case .line, .timeGoesBack: throw Stop(.store, "\(folder): \(sentence(for: fault))")
            }
        }
    }

    private static func read(file: String) throws -> Recording {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw Stop(.inputOutput, "The file \(file) cannot be read. Check the name.")
        }
        do throws(RecordingFault) {
            return try Recording(lines: [UInt8](bytes))
        } catch {
            throw Stop(.config, "\(file): \(sentence(for: error))")
        }
    }

    private static func sentence(for fault: RecordingFault) -> String {
        let hint = "Export the run again: swarmtop export."
        return switch fault {
        case .journal(let fault): fault.reason
        case .empty: "There is no event in it. \(hint)"
        case .line(1, .outOfSequence(_, let found)):
            "It begins at event \(found), but a recording is read from event 1 on. \(hint)"
        case .line(let number, let fault): "Line \(number): \(fault.words). \(hint)"
        case .timeGoesBack(let event):
            "Event \(event) is dated before the one in front of it: the lines were changed. \(hint)"
        }
    }
}
