import SwarmCore
import SwarmRuntime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads text files and lists folders below one folder, and nothing outside it.
///
/// Each part of a path is opened from the one before, symbolic links refused, so neither `..` nor a link made at the
/// right moment leads out. Only plain files are read: no pipes, no devices.
public struct FileTool: AgentTool {
    public let name: String
    public let summary: String
    public let parameters: JSONObject = [
        "type": "object",
        "properties": [
            "path": [
                "type": "string", "maxLength": 1_000,
                "description": "From the folder, such as notes/plan.md; \".\" lists the folder.",
            ],
            "offset": [
                "type": "integer", "minimum": 0,
                "description": "The byte to begin at, for files longer than one answer.",
            ],
        ],
        "required": ["path"], "additionalProperties": false,
    ]

    /// Bytes of one answer.
    static let mostBytes = ToolOutput.mostBytes - 1_024
    private static let mostEntries = 500
    private let folder: String

    /// The folder is taken from where swarmtop was started and may be a link itself.
    public init(folder: String, name: String = "files") {
        self.folder = folder
        self.name = name
        summary = "Reads a text file of the operator's folder, or lists a folder in it."
    }

    public func call(_ arguments: JSONObject, by caller: ToolCaller) async -> ToolOutput {
        look(arguments["path"]?.string ?? ".", from: arguments["offset"]?.integer ?? 0)
    }

    func look(_ path: String, from offset: Int64) -> ToolOutput {
        do throws(FileFault) {
            let file = try enter(path)
            defer { close(file) }
            var status = stat()
            guard fstat(file, &status) == 0 else { throw .system(errno) }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: return try list(file)
            case S_IFREG: return try text(of: file, from: offset, of: Int64(status.st_size))
            default: throw .notPlain
            }
        } catch {
            return ToolOutput(error.sentence, isError: true)
        }
    }

    // MARK: Opening

    private func enter(_ path: String) throws(FileFault) -> Int32 {
        let parts = path.split(separator: "/").filter { $0 != "." }
        guard !path.hasPrefix("/"), !parts.contains(".."), !path.utf8.contains(0) else {
            throw .outside
        }
        guard parts.count <= 32 else { throw .system(ENAMETOOLONG) }
        var file = openat(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw .system(errno) }
        for part in parts {
            // Without waiting: a pipe would not open before somebody writes to it.
            let next = openat(
                file, String(part), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
            let problem = errno
            close(file)
            guard next >= 0 else { throw problem == ELOOP ? .link : .system(problem) }
            file = next
        }
        return file
    }

    // MARK: Reading

    private func text(
        of file: Int32, from offset: Int64, of size: Int64
    ) throws(FileFault) -> ToolOutput {
        guard offset >= 0, offset <= size else { throw .pastEnd(size) }
        var bytes = [UInt8](repeating: 0, count: Self.mostBytes)
        let count = pread(file, &bytes, bytes.count, off_t(offset))
        guard count >= 0 else { throw .system(errno) }
        bytes.removeLast(bytes.count - count)
        let end = offset + Int64(count)
        if end < size { bytes.removeLast(Self.cutCharacter(at: bytes)) }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw .binary
        }
        let next = offset + Int64(bytes.count)
        guard next < size else { return ToolOutput(text) }
        return ToolOutput(text + "\n[\(size - next) bytes more; go on with offset \(next)]")
    }

    /// How many bytes at the end begin a character that goes on behind it.
    private static func cutCharacter(at bytes: [UInt8]) -> Int {
        for (place, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0xC0 != 0x80 {
            let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            return length > place + 1 ? place + 1 : 0
        }
        return 0
    }

    private func list(_ folder: Int32) throws(FileFault) -> ToolOutput {
        let copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { throw .system(errno) }
        defer { closedir(stream) }
        var names: [String] = []
        var more = 0
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            if names.count < 10_000 { names.append(name) } else { more += 1 }
        }
        names.sort()
        more += max(0, names.count - Self.mostEntries)
        let entries = names.prefix(Self.mostEntries).map { Self.entry($0, in: folder) }
        let rest = more > 0 ? "\n[\(more) entries more]" : ""
        return ToolOutput(JSONValue.array(entries).jsonText() + rest)
    }

    private static func entry(_ name: String, in folder: Int32) -> JSONValue {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            return ["name": .string(name)]
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return ["name": .string(name + "/")]
        case S_IFREG: return ["name": .string(name), "bytes": .integer(Int64(status.st_size))]
        default: return ["name": .string(name), "readable": false]
        }
    }
}

/// Why a file is not read.
enum FileFault: Error {
    case outside, link, notPlain, binary
    case pastEnd(Int64)
    case system(Int32)

    var sentence: String {
        switch self {
        case .outside: "Only paths inside the folder may be read, without .. and not from /."
        case .link: "A symbolic link is on the way; only files of the folder itself are read."
        case .notPlain: "This is neither a file nor a folder."
        case .binary: "This file is no UTF-8 text."
        case .pastEnd(let size): "The file has \(size) bytes; the offset is past them."
        case .system(ENOENT), .system(ENOTDIR):
            "There is no such file; list the folder to see what is there."
        case .system(EACCES), .system(EPERM): "This file may not be read."
        case .system(let number): "The file cannot be read (error \(number))."
        }
    }
}
