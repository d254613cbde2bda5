import SwarmCore
import Synchronization

/// Answers in memory and, if it has a path, in a file that grows at its end: read back at the next start.
///
/// Bounded: beyond `mostBytes` or `mostAnswers` the oldest are forgotten, also those kept "for ever". A damaged line
/// costs that line. When the file cannot be written, answers are kept in memory alone, and `trouble` says why.
public final class AnswerCache: AnswerStore {
    public static let mostAnswers = 10_000

    private struct State {
        /// Oldest first.
        var answers: [StoredAnswer?] = []
        /// Places in `answers`.
        var byQuestion: [String: Int] = [:]
        var byGroup: [String: [Int]] = [:]
        var bytes = 0
        var oldest = 0
        var trouble: String?
    }

    private let state = Mutex(State())
    private let file: LineFile?
    private let mostBytes: Int
    /// Lines of the file that could not be read.
    public let damagedLines: Int

    /// In memory alone.
    public convenience init() { self.init(file: nil, mostBytes: 32 << 20, content: []) }

    /// Reads the file at `path`, which need not exist yet.
    public convenience init(
        path: String, mostBytes: Int = 32 << 20
    ) throws(LineFileFault) {
        let file = LineFile(path: path)
        let content = try file.read(limit: 3 * mostBytes)
        // A line that a crash tore must not take the next one with it.
        if let last = content.last, last != 0x0A { try file.append([]) }
        self.init(file: file, mostBytes: mostBytes, content: content)
    }

    private init(file: LineFile?, mostBytes: Int, content: [UInt8]) {
        self.file = file
        self.mostBytes = mostBytes
        var damaged = 0
        var state = State()
        for line in content.split(separator: 0x0A) {
            if let json = try? JSONValue.parse(Array(line)), let answer = StoredAnswer(json) {
                Self.add(answer, to: &state, mostBytes: mostBytes)
            } else {
                damaged += 1
            }
        }
        damagedLines = damaged
        self.state.withLock { $0 = state }
    }

    /// How many answers it holds.
    public var count: Int { state.withLock { $0.byQuestion.count } }

    /// Why the file could not be written last time; nil when all is well.
    public var trouble: String? { state.withLock { $0.trouble } }

    public func answer(to question: String) -> ModelAnswer? {
        state.withLock { state in
            state.byQuestion[question].flatMap { state.answers[$0]?.answer }
        }
    }

    public func answer(
        near vector: [Float], figures: [String], in group: String, least: Float, since: WallTime
    ) -> ModelAnswer? {
        state.withLock { state in
            var best: (answer: ModelAnswer, similarity: Float)?
            for place in state.byGroup[group] ?? [] {
                guard let stored = state.answers[place], stored.at >= since,
                    stored.figures == figures, let other = stored.vector,
                    other.count == vector.count
                else { continue }
                let similarity = Similarity.cosine(vector, other)
                guard similarity >= least, similarity >= best?.similarity ?? least else { continue }
                best = (stored.answer, similarity)
            }
            return best?.answer
        }
    }

    public func keep(_ answer: StoredAnswer) {
        state.withLock { state in
            Self.add(answer, to: &state, mostBytes: mostBytes)
            guard let file else { return }
            do throws(LineFileFault) {
                if file.bytes > 2 * mostBytes {
                    try file.replace(with: state.answers.compactMap { $0.map(Self.line) })
                } else {
                    try file.append(Self.line(answer))
                }
                state.trouble = nil
            } catch {
                state.trouble = error.message
            }
        }
    }

    private static func line(_ answer: StoredAnswer) -> [UInt8] {
        var line: [UInt8] = []
        answer.json.appendJSON(to: &line)
        return line
    }

    private static func add(_ answer: StoredAnswer, to state: inout State, mostBytes: Int) {
        if let place = state.byQuestion[answer.question] { remove(place, from: &state) }
        state.byQuestion[answer.question] = state.answers.count
        if answer.vector != nil {
            state.byGroup[answer.group, default: []].append(state.answers.count)
        }
        state.answers.append(answer)
        state.bytes += answer.size
        while state.bytes > mostBytes || state.byQuestion.count > mostAnswers {
            remove(state.oldest, from: &state)
            state.oldest += 1
        }
        if state.answers.count > 2 * mostAnswers { compact(&state) }
    }

    private static func remove(_ place: Int, from state: inout State) {
        guard let answer = state.answers[place] else { return }
        state.answers[place] = nil
        state.bytes -= answer.size
        state.byQuestion[answer.question] = nil
        state.byGroup[answer.group]?.removeAll { $0 == place }
        if state.byGroup[answer.group]?.isEmpty == true { state.byGroup[answer.group] = nil }
    }

    /// Closes the gaps the forgotten left.
    private static func compact(_ state: inout State) {
        let answers = state.answers.compactMap(\.self)
        let trouble = state.trouble
        state = State()
        state.trouble = trouble
        for (place, answer) in answers.enumerated() {
            state.answers.append(answer)
            state.byQuestion[answer.question] = place
            if answer.vector != nil { state.byGroup[answer.group, default: []].append(place) }
            state.bytes += answer.size
        }
    }
}

extension StoredAnswer {
    /// About the bytes it takes.
    fileprivate var size: Int {
        question.utf8.count + group.utf8.count + answer.text.utf8.count
            + 8 * (vector?.count ?? 0) + answer.calls.reduce(256) { $0 + $1.json.size }
    }
}
