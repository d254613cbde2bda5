#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds programs and folders the way a shell would, without one.
public enum ProgramLookup {
    /// The absolute path of a program: a name is looked up in the absolute folders of `path` (as in `PATH`), a path
    /// with a slash is taken from this process's folder.
    public static func find(_ program: String, path: String?) throws(LaunchFault) -> String {
        guard !program.isEmpty, !program.utf8.contains(0) else { throw .badText }
        if program.contains("/") { return absolute(program) }
        for folder in (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        where folder.hasPrefix("/") {
            let candidate = "\(folder)/\(program)"
            if isProgram(candidate) { return candidate }
        }
        throw .notFound(program)
    }

    /// The path seen from this process's folder.
    public static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && access(path, X_OK) == 0
    }
}
