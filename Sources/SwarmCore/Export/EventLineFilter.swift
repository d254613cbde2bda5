/// Picks the journal's lines that belong to one task, without folding anything.
public struct EventLineFilter: Sendable {
    private let task: String
    private let needle: [UInt8]

    /// `task` is the task's name.
    public init(task: String) {
        self.task = task
        var needle = Array(#""task":"#.utf8)
        JSONWriter.appendString(task, to: &needle)
        self.needle = needle
    }

    /// Whether a line, without its line feed, is an event of the task. A line that is no JSON is not.
    public func keeps(_ line: ArraySlice<UInt8>) -> Bool {
        // Data and payloads may hold the same text, so a hit is looked at as JSON.
        guard line.contains(needle) else { return false }
        return (try? JSONValue.parse(Array(line)))?["task"]?.string == task
    }
}
