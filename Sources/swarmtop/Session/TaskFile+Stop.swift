import SwarmCore
import SwarmFiles

extension TaskFile {
    /// `read`, its faults as the end of the program they are.
    static func drafts(path: String) throws -> ([TaskDraft], isList: Bool) {
        do {
            return try read(path: path)
        } catch .unreadable(let sentence) {
            throw Stop(.inputOutput, sentence)
        } catch .content(let sentences) {
            throw Stop(.config, lines: sentences)
        }
    }
}
