import SwarmCore

/// What came back from the operator's editor.
public enum EditedTask: Sendable {
    /// One task, read as task files are, and the words of the file.
    case task(TaskDraft, text: String)
    /// It cannot be read: a sentence for each fault, with its line. Nothing written is lost: the form keeps `text`.
    case faulty([String], text: String)
    /// Nothing is taken over, and why: a sentence. `text` is what was written, if there is any.
    case nothing(because: String, text: String?)
}
