#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension TerminalSession {
    /// A process as the system describes it.
    public struct Member: Hashable, Sendable {
        public let process: pid_t
        public let parent: pid_t
        public let group: pid_t
        /// The process that leads its session.
        public let session: pid_t
        /// `S` sleeps, `R` runs, `T` is stopped, `Z` has ended and was not waited for.
        public let state: Character
    }

    /// What runs in this terminal's session, oldest first; dead processes are left out.
    public var members: [Member] {
        Self.everyProcess.filter { $0.session == process && $0.state != "Z" }
    }

    /// The process that draws: the youngest of a chain of only children.
    public var program: pid_t {
        var last = process
        let members = members
        while let next = members.first(where: { $0.parent == last }) { last = next.process }
        return last
    }

    /// Waits until nothing is left in the session.
    public func waitUntilEmpty(atMost time: Duration = patience) -> Bool {
        waitForProcesses(atMost: time) { $0.isEmpty }
    }

    /// Waits until the processes of the session are as asked for.
    public func waitForProcesses(
        atMost time: Duration = patience, until holds: ([Member]) -> Bool
    ) -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: time)
        while !holds(members) {
            guard clock.now < deadline else { return false }
            var none = pollfd(fd: -1, events: 0, revents: 0)
            _ = poll(&none, 1, 5)
        }
        return true
    }

    private static var everyProcess: [Member] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var members: [Member] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let process = pid_t(name), let member = member(process) { members.append(member) }
        }
        return members.sorted { $0.process < $1.process }
    }

    /// The name of a program may hold anything; what is wanted stands after its last bracket.
    private static func member(_ process: pid_t) -> Member? {
        let file = open("/proc/\(process)/stat", O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 1_024)
        let count = max(0, read(file, &buffer, buffer.count))
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        guard let bracket = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: bracket)...].split(separator: " ")
        guard fields.count > 4, let state = fields[0].first, let parent = pid_t(fields[1]),
            let group = pid_t(fields[2]), let session = pid_t(fields[3])
        else { return nil }
        return Member(
            process: process, parent: parent, group: group, session: session, state: state)
    }
}
