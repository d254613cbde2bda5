import SwarmCore
import Synchronization

@testable import ChildProcesses

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A shell script as a program to start, and a mark in its environment by which to find what it left behind.
struct Program {
    let mark: String
    var launch: ChildLaunch

    private static let made = Atomic<Int>(0)

    init(_ script: String, limits: ChildLimits = ChildLimits(), input: String = "") {
        let number = Self.made.add(1, ordering: .relaxed).newValue
        mark = "SWARM_MARK=\(getpid())-\(number)-"
        launch = ChildLaunch(
            ["/bin/sh", "-c", script],
            environment: ["PATH": "/usr/bin:/bin", "SWARM_MARK": "\(getpid())-\(number)-"],
            input: Array(input.utf8), limits: limits)
    }

    /// Processes that carry its mark, found without asking anything of ours.
    var leftovers: [Int32] { Processes.all.filter { Processes.environment(of: $0).contains(mark) } }

    /// Waits until nothing of it is left, where nobody tells when that is.
    func isGone() async -> Bool {
        for _ in 0..<10_000 {
            if leftovers.isEmpty { return true }
            await Task.yield()
        }
        return false
    }
}

/// What `/proc` says.
enum Processes {
    static var all: [Int32] { entries(of: "/proc").compactMap { Int32($0) } }

    static var openDescriptors: Int { entries(of: "/proc/self/fd").count }

    static func environment(of process: Int32) -> String {
        String(decoding: bytes(of: "/proc/\(process)/environ"), as: UTF8.self)
    }

    private static func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }

    private static func bytes(of path: String) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = read(file, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }
}

/// What reading a program to its end gave.
struct Reading {
    var output: [UInt8] = []
    var end: ChildEnd?

    var text: String { String(decoding: output, as: UTF8.self) }
}

extension ChildProcess {
    func readToEnd(keeping most: Int = .max) async -> Reading {
        var reading = Reading()
        while reading.end == nil {
            switch await next() {
            case .output(let bytes): reading.output += bytes.prefix(most - reading.output.count)
            case .ended(let end): reading.end = end
            case .quiet: break
            }
        }
        return reading
    }

    /// Reads until `text` was written, so that what a script says before it misbehaves has happened.
    func read(until text: String) async -> Bool {
        var seen: [UInt8] = []
        while true {
            switch await next(within: .seconds(60)) {
            case .output(let bytes): seen += bytes
            case .ended, .quiet: return false
            }
            if String(decoding: seen, as: UTF8.self).contains(text) { return true }
        }
    }
}

func run(_ script: String, limits: ChildLimits = ChildLimits(), input: String = "") async
    -> Reading
{
    await ChildProcess(Program(script, limits: limits, input: input).launch).readToEnd()
}
