import Testing

@testable import SwarmCore

/// The line serves in just the order that looking through all of it would find (spec §3).
@Suite struct WaitingLineTests {
    private static let skill = SkillID(3)
    private static let ageing = TimeSpan(microseconds: 30)

    /// The same line, looked through from end to end.
    private struct PlainLine {
        var entries: [WaitingLine.Entry] = []

        mutating func takeNext(at now: Instant) -> WaitingLine.Entry? {
            func rank(_ entry: WaitingLine.Entry) -> (Int64, Int64, UInt32, UInt8) {
                let waited = (now - entry.since).microseconds / ageing.microseconds
                return (
                    Int64(entry.level) - waited, entry.deadline?.milliseconds ?? .max,
                    entry.task.number, entry.subtask ?? 0
                )
            }
            guard let best = entries.indices.min(by: { rank(entries[$0]) < rank(entries[$1]) })
            else { return nil }
            return entries.remove(at: best)
        }
    }

    @Test(arguments: 1...40) func itServesInTheOrderThatLookingThroughAllOfItFinds(seed: UInt64) {
        let random = KeyedRandom(seed: seed)
        var draws: UInt64 = 0
        func draw(_ below: Int) -> Int {
            draws += 1
            return Int(random.draw(draws) % UInt64(below))
        }
        var (line, plain) = (WaitingLine(), PlainLine())
        var submitted: [WaitingLine.Entry] = []
        func add(_ entry: WaitingLine.Entry) {
            line.add(entry, for: Self.skill)
            plain.entries.append(entry)
        }
        var now = Instant.zero
        for _ in 0..<400 {
            now.microseconds += Int64(draw(12))
            switch draw(10) {
            case 0...3:
                let hasDeadline = draw(3) == 0
                let entry = WaitingLine.Entry(
                    task: TaskID(slot: 0, number: UInt32(submitted.count)), subtask: nil,
                    level: draw(4),
                    deadline: hasDeadline ? WallTime(milliseconds: Int64(draw(9))) : nil,
                    since: now)
                submitted.append(entry)
                add(entry)
            case 4 where !submitted.isEmpty:
                let whole = submitted[draw(submitted.count)]
                add(
                    WaitingLine.Entry(
                        task: whole.task, subtask: UInt8(1 + draw(4)), level: whole.level,
                        deadline: whole.deadline, since: whole.since))
            case 5 where !submitted.isEmpty:
                let place = draw(submitted.count)
                submitted[place].level = draw(4)
                line.change(submitted[place].task, toLevel: submitted[place].level)
                for other in plain.entries.indices
                where plain.entries[other].task == submitted[place].task {
                    plain.entries[other].level = submitted[place].level
                }
            default:
                let expected = plain.takeNext(at: now)
                let served = line.takeNext(for: Self.skill, at: now, ageing: Self.ageing) { _ in
                    true
                }
                #expect(served?.task == expected?.task && served?.subtask == expected?.subtask)
            }
        }
    }
}
