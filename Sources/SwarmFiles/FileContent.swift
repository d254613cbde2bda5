import Foundation
import SwarmCore

/// Files as bytes, with the reason in words when one cannot be read. Never waits for a pipe or a device.
enum FileContent {
    static let mostBytes = 1 << 20

    static func exists(_ path: String) -> Bool { status(path) != nil || errno == EACCES }

    static func isFolder(_ path: String) -> Bool {
        status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    /// One byte more than `mostBytes` at most, so that whoever reads sees that it is too large.
    static func bytes(of path: String) throws(DefinitionFault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw DefinitionFault(
                at: .init(file: path), path: "", "it is not a regular file",
                hint: "Put a YAML file in its place.")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= mostBytes {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(path)
            }
            bytes += buffer[..<count]
        }
        return bytes
    }

    static func names(in folder: String) throws(DefinitionFault) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            let reason = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            errno = Int32(truncatingIfNeeded: reason?.code ?? Int(EIO))
            throw unreadable(folder)
        }
    }

    static func stamp(of path: String) -> SwarmStamp.File {
        let status = status(path)
        #if canImport(Darwin)
            let changed = status?.st_mtimespec
        #else
            let changed = status?.st_mtim
        #endif
        return SwarmStamp.File(
            path: path, seconds: changed.map { Int($0.tv_sec) },
            nanoseconds: changed.map { Int($0.tv_nsec) }, size: status.map { Int64($0.st_size) },
            number: status.map { UInt64($0.st_ino) })
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }

    /// Reads `errno`.
    private static func unreadable(_ path: String) -> DefinitionFault {
        DefinitionFault(
            at: .init(file: path), path: "",
            "it cannot be read: \(String(cString: strerror(errno)))",
            hint: "Check its name and permissions.")
    }
}
