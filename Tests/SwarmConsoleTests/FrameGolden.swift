import Foundation
import TerminalUI
import Testing

/// Compares a screen with its golden file, row by row.
///
/// Files are renewed only when `SWARMTOP_RENEW_GOLDEN=1`, to be read in review; a missing one fails.
func expectGolden(
    _ canvas: Canvas, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden/\(name).txt")
    let text = canvas.text + "\n"
    if ProcessInfo.processInfo.environment["SWARMTOP_RENEW_GOLDEN"] == "1" {
        try text.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    guard let golden = try? String(contentsOf: file, encoding: .utf8) else {
        Issue.record("No golden file Golden/\(name).txt", sourceLocation: sourceLocation)
        return
    }
    let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = text.split(separator: "\n", omittingEmptySubsequences: false)
    for row in 0..<max(expected.count, shown.count) {
        let wanted = row < expected.count ? String(expected[row]) : "(no row)"
        let found = row < shown.count ? String(shown[row]) : "(no row)"
        #expect(found == wanted, "row \(row) of \(name)", sourceLocation: sourceLocation)
    }
}
