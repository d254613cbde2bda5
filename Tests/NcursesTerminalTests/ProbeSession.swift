import TerminalHarness
import Testing

/// The probe program in a terminal of its own.
func startProbe(
    _ environment: [String: String] = [:], columns: Int = 80, rows: Int = 24
) throws -> TerminalSession {
    var values = environment
    if values["XDG_CACHE_HOME"] == nil { values["XDG_CACHE_HOME"] = "/tmp/swarmtop-probe-cache" }
    let program = BuiltProgram.path("TerminalProbe")
    return try #require(
        TerminalSession([program], environment: values, columns: columns, rows: rows))
}
