#if canImport(Glibc)
    import Glibc
#endif

/// What was allocated and freed again goes back to the system. Does nothing with another C library than glibc.
public enum FreeMemory {
    #if canImport(Glibc)
        /// Looked up, since their header is in no module.
        private static let trim = dlsym(nil, "malloc_trim").map {
            unsafeBitCast($0, to: (@convention(c) (Int) -> Int32).self)
        }
        private static let set = dlsym(nil, "mallopt").map {
            unsafeBitCast($0, to: (@convention(c) (Int32, Int32) -> Int32).self)
        }
    #endif

    /// Keeps a program that runs for hours small: two arenas instead of eight for each core, and large pieces by
    /// themselves, a frame's cells not among them. To be called before other threads begin.
    public static func keepLittle() {
        #if canImport(Glibc)
            // M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD of malloc.h.
            for (parameter, value) in [(-8, 2), (-3, 1 << 19), (-1, 1 << 19)] as [(Int32, Int32)] {
                _ = set?(parameter, value)
            }
        #endif
    }

    /// glibc keeps what many small allocations took, tens of MiB after a snapshot. Takes some milliseconds: not for
    /// the swarm's turn.
    static func giveBack() {
        #if canImport(Glibc)
            _ = trim?(0)
        #endif
    }
}
