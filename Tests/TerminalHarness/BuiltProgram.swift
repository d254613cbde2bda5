#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A program that was built together with the running tests.
public enum BuiltProgram {
    /// Its path: beside the test program, where SwiftPM puts every executable.
    public static func path(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
        let path = String(
            decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return folder.joined(separator: "/") + "/" + name
    }
}
