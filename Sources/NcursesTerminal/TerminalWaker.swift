import CNcurses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ends the waiting of a terminal from any thread; hand `wake` to a mailbox.
///
/// Works also after the terminal is closed, when it does nothing of use.
public struct TerminalWaker: Sendable {
    /// Closes the pipe when the last copy is gone, so no copy ever writes to a stranger's file.
    private final class Pipe: Sendable {
        let readEnd: Int32
        let writeEnd: Int32

        init(readEnd: Int32, writeEnd: Int32) {
            self.readEnd = readEnd
            self.writeEnd = writeEnd
        }

        deinit {
            close(readEnd)
            close(writeEnd)
        }
    }

    private let pipe: Pipe

    init() throws(TerminalError) {
        var ends: [Int32] = [-1, -1]
        guard nc_pipe(&ends) == 0 else {
            throw .system(call: "pipe", code: errno)
        }
        pipe = Pipe(readEnd: ends[0], writeEnd: ends[1])
    }

    /// A full pipe is a wake-up that is on its way already.
    public func wake() {
        var byte: UInt8 = 1
        _ = write(pipe.writeEnd, &byte, 1)
    }

    var descriptor: Int32 { pipe.readEnd }

    /// The same pipe's other end, for the signal handlers.
    var signalDescriptor: Int32 { pipe.writeEnd }

    /// Takes what was written; never blocks.
    func drain() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 256)
        var bytes: [UInt8] = []
        while bytes.count < 65_536 {
            let count = read(pipe.readEnd, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}
