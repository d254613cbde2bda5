import CSpawn

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension PumpLoop {
    /// Starts the keeper, which starts the program; the keeper's process id.
    static func start(
        _ program: String, _ launch: ChildLaunch, _ pipes: inout ChildPipes
    ) throws(LaunchFault) -> Int32 {
        let variables = launch.environment.sorted { $0.key < $1.key }
        let environment = variables.map { "\($0.key)=\($0.value)" }
        let areNamed = variables.allSatisfy { !$0.key.isEmpty && !$0.key.contains("=") }
        guard areNamed, !(launch.arguments + environment).contains(where: { $0.utf8.contains(0) }),
            launch.folder?.utf8.contains(0) != true
        else {
            pipes.closeAll()
            throw .badText
        }
        var control: Int32 = -1
        let keeper = withCStrings(launch.arguments) { arguments in
            withCStrings(environment) { environment in
                withCStrings([program] + (launch.folder.map { [$0] } ?? [])) { paths in
                    var wanted = wanted(launch, pipes)
                    wanted.path = UnsafePointer(paths[0])
                    wanted.folder = paths[1].map { UnsafePointer($0) }
                    wanted.arguments = arguments
                    wanted.environment = environment
                    return cspawn_start(&wanted, &control)
                }
            }
        }
        guard keeper > 0 else {
            let problem = errno
            pipes.closeAll()
            throw .resources(errno: problem)
        }
        pipes.control = control
        return keeper
    }

    private static func wanted(_ launch: ChildLaunch, _ pipes: ChildPipes) -> cspawn_launch {
        var wanted = cspawn_launch()
        wanted.input = pipes.theirs.input
        wanted.output = pipes.theirs.output
        wanted.errors = pipes.theirs.errors
        wanted.cpu_seconds = UInt64(clamping: launch.limits.cpuSeconds ?? 0)
        wanted.memory_bytes =
            UInt64(clamping: launch.limits.memoryMegabytes ?? 0)
            .multipliedReportingOverflow(by: 1 << 20).partialValue
        wanted.open_files = UInt64(clamping: launch.limits.files ?? 0)
        wanted.processes = UInt32(clamping: launch.limits.processes ?? 0)
        wanted.leftover_milliseconds =
            UInt32(clamping: launch.leftoverTime.microseconds / 1_000)
        return wanted
    }

    /// The texts as C wants them: pointers, and a null at the end.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { pointers in
            // Never empty: the null is there.
            body(UnsafePointer(pointers.baseAddress.unsafelyUnwrapped))
        }
    }
}
