import CNcurses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The terminfo entry for direct colour, put where ncurses finds it.
///
/// It lives in a private folder of the user's cache, or in a temporary one that is removed.
struct DirectColorEntry {
    static let name = "swarmtop-direct"

    /// The folder to name in `TERMINFO_DIRS`.
    let folder: String
    private let isTemporary: Bool

    /// Nil when there is no place to write to.
    init?(environment: [String: String]) {
        let cache =
            environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.cache" : nil }
        if let cache, Self.makeFolder(cache, othersMayWrite: 0o020),
            Self.makeFolder(cache + "/swarmtop"),
            Self.install(in: cache + "/swarmtop/terminfo")
        {
            folder = cache + "/swarmtop/terminfo"
            isTemporary = false
            return
        }
        var template = Array("/tmp/swarmtop-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { return nil }
        folder = String(cString: made)
        isTemporary = true
        guard Self.install(in: folder) else {
            remove()
            return nil
        }
    }

    /// Removes a temporary folder; ncurses has read the entry by then.
    func remove() {
        guard isTemporary else { return }
        for initial in Self.initials {
            unlink("\(folder)/\(initial)/\(Self.name)")
            rmdir("\(folder)/\(initial)")
        }
        rmdir(folder)
    }

    /// Sub-folders by first letter; systems without case in file names use its code instead.
    private static let initials = ["s", "73"]

    private static func install(in folder: String) -> Bool {
        guard makeFolder(folder) else { return false }
        return initials.allSatisfy { initial in
            makeFolder("\(folder)/\(initial)") && write("\(folder)/\(initial)/\(name)")
        }
    }

    /// Makes a folder; false unless it is ours and nobody may write to it but whom the bits allow.
    private static func makeFolder(_ path: String, othersMayWrite: mode_t = 0) -> Bool {
        mkdir(path, 0o700)
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
            && status.st_mode & 0o022 & ~othersMayWrite == 0
    }

    /// Writes beside and renames, so that nobody reads half an entry.
    private static func write(_ path: String) -> Bool {
        let bytes = entry
        if contents(of: path, limit: bytes.count + 1) == bytes { return true }
        var template = Array((path + ".XXXXXX").utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { return false }
        let written = bytes.withUnsafeBytes { writeBytes(file, $0.baseAddress, $0.count) }
        close(file)
        guard written == bytes.count, rename(&template, path) == 0 else {
            unlink(&template)
            return false
        }
        return true
    }

    private static func writeBytes(
        _ file: Int32, _ start: UnsafeRawPointer?, _ count: Int
    ) -> Int {
        #if canImport(Glibc)
            Glibc.write(file, start, count)
        #else
            Darwin.write(file, start, count)
        #endif
    }

    private static func contents(of path: String, limit: Int) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        return [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = max(0, read(file, buffer.baseAddress, limit))
        }
    }

    private static var entry: [UInt8] {
        Array(
            UnsafeBufferPointer(start: nc_direct_color_entry(), count: nc_direct_color_entry_size())
        )
    }
}
