import CSpawn

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The descriptors of one program: our ends, and until it runs its own. A closed one is -1.
struct ChildPipes {
    var input: Int32 = -1
    var output: Int32 = -1
    var errors: Int32 = -1
    /// The socket to the keeper.
    var control: Int32 = -1
    /// What wakes the thread.
    var wake = (read: Int32(-1), write: Int32(-1))
    private(set) var theirs = (input: Int32(-1), output: Int32(-1), errors: Int32(-1))

    init() throws(LaunchFault) {
        do {
            (theirs.input, input) = try Self.pipe(ours: 1)
            (output, theirs.output) = try Self.pipe(ours: 0)
            (errors, theirs.errors) = try Self.pipe(ours: 0)
            (wake.read, wake.write) = try Self.pipe(ours: 2)
        } catch {
            closeAll()
            throw error
        }
    }

    private static func pipe(ours: Int32) throws(LaunchFault) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard cspawn_pipe(&ends, ours) == 0 else { throw .resources(errno: errno) }
        return (ends[0], ends[1])
    }

    mutating func closeTheirs() {
        Self.shut(&theirs.input)
        Self.shut(&theirs.output)
        Self.shut(&theirs.errors)
    }

    mutating func closeAll() {
        closeTheirs()
        Self.shut(&input)
        Self.shut(&output)
        Self.shut(&errors)
        Self.shut(&control)
        Self.shut(&wake.read)
        Self.shut(&wake.write)
    }

    static func shut(_ descriptor: inout Int32) {
        if descriptor >= 0 { _ = close(descriptor) }
        descriptor = -1
    }
}
