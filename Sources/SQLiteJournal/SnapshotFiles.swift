import Foundation
import SwarmRuntime

/// The snapshots of a folder, a file each: a sealed line, then the bytes.
///
/// Beside the database and not in it, so that this only ever grows at its end. Not synced: one that a power failure
/// tore is refused by its seal, and an older one or the whole journal takes its place.
struct SnapshotFiles {
    /// The latest, and one before it in case that is damaged.
    static let kept = 2
    private static let prefix = "snapshot-"

    let folder: String

    /// Those that are there by the sequence in their name, newest first.
    private func sequences() throws -> [UInt64] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix(Self.prefix) }
            .compactMap { UInt64($0.dropFirst(Self.prefix.count)) }
            .sorted(by: >)
    }

    private func file(_ sequence: UInt64) -> URL {
        URL(fileURLWithPath: folder + "/" + Self.prefix + String(sequence))
    }

    /// Writes one and drops those it makes superfluous, and all that are ahead of it.
    func write(_ bytes: [UInt8], at end: ChainEnd) throws {
        let content = Data(bytes)
        let unfinished = folder + "/snapshot.new"
        try (SealedLine.text("snapshot", end, content: content) + content)
            .write(to: URL(fileURLWithPath: unfinished))
        guard rename(unfinished, file(end.last).path) == 0 else { throw POSIXError.latest }
        let all = try sequences()
        let past = all.filter { $0 <= end.last }.dropFirst(Self.kept)
        for sequence in all where sequence > end.last || past.contains(sequence) {
            try FileManager.default.removeItem(at: file(sequence))
        }
    }

    /// The newest that is whole and whose hash is the one `isOf` knows; those passed over before it.
    func latest(_ isOf: (ChainEnd) throws -> Bool) throws -> SnapshotFinding {
        var finding = SnapshotFinding()
        for sequence in try sequences() {
            guard let (end, bytes) = try read(sequence) else {
                finding.refused.append(RefusedSnapshot(sequence: sequence, reason: .damaged))
                continue
            }
            guard try isOf(end) else {
                finding.refused.append(RefusedSnapshot(sequence: sequence, reason: .otherEvents))
                continue
            }
            finding.snapshot = JournalSnapshot(sequence: sequence, bytes: [UInt8](bytes))
            break
        }
        return finding
    }

    /// nil when it is not as written.
    private func read(_ sequence: UInt64) throws -> (ChainEnd, Data)? {
        let data = try Data(contentsOf: file(sequence))
        guard let line = data.firstIndex(of: 0x0A) else { return nil }
        let content = data[(line + 1)...]
        guard let end = SealedLine.end("snapshot", in: data[...line], content: content),
            end.last == sequence
        else { return nil }
        return (end, content)
    }
}
