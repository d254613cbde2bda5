import SwarmCore
import Testing

@testable import ChildProcesses

/// Programs that behave.
@Suite(.timeLimit(.minutes(3))) struct ChildProcessTests {
    @Test func outputStatusAndErrorOutputComeBack() async {
        let reading = await run("echo out; echo first >&2; echo last >&2; exit 7")
        #expect(reading.text == "out\n")
        #expect(reading.end?.status == .exited(7))
        #expect(reading.end?.cause == nil && reading.end?.isTreeGone == true)
        #expect(
            reading.end.map { String(decoding: $0.errorTail, as: UTF8.self) } == "first\nlast\n")
        #expect(reading.end?.lastErrorLine == "last")
    }

    @Test func theEndBySignalIsTold() async {
        #expect(await run("kill -SEGV $$").end?.status == .killed(signal: 11))
    }

    @Test func inputIsReadToItsEnd() async {
        let text = String(repeating: "0123456789abcdef", count: 500_000)
        let reading = await run("wc -c", input: text)
        #expect(reading.text.filter(\.isNumber) == "8000000")
    }

    @Test func inputAndOutputBeyondEveryBufferDoNotBlockEachOther() async {
        let text = String(repeating: "0123456789abcdef", count: 250_000)
        let reading = await run("cat", input: text)
        #expect(reading.output.count == 4_000_000)
        #expect(reading.output == Array(text.utf8))
    }

    @Test func argumentsReachTheProgramAsTheyAre() async {
        let hostile = ["$(touch pwned)", "; rm -rf x", "a\nb", "`id`", "-n", "", "'\"\\", "ü🚀"]
        let launch = ChildLaunch(
            ["/usr/bin/printf", "[%s]"] + hostile, environment: ["PATH": "/usr/bin:/bin"])
        let reading = await ChildProcess(launch).readToEnd()
        #expect(reading.text == hostile.map { "[\($0)]" }.joined())
    }

    @Test func onlyTheGivenEnvironmentIsThere() async {
        let launch = ChildLaunch(["env"], environment: ["PATH": "/usr/bin:/bin", "A": "b=c d"])
        let reading = await ChildProcess(launch).readToEnd()
        #expect(Set(reading.text.split(separator: "\n")) == ["PATH=/usr/bin:/bin", "A=b=c d"])
    }

    @Test func onlyThreeDescriptorsAreOpenInIt() async {
        // The fourth is the listing's own.
        let reading = await run("ls /proc/self/fd | wc -l")
        #expect(reading.text.filter(\.isNumber) == "4")
    }

    @Test func itHasNoTerminalAndASessionOfItsOwn() async {
        let reading = await run(
            "(: > /dev/tty) 2>/dev/null && echo terminal; cut -d\" \" -f6 /proc/$$/stat; echo $$")
        let numbers = reading.text.split(whereSeparator: \.isWhitespace)
        #expect(numbers.count == 2 && numbers.first == numbers.last)
    }

    @Test func itRunsInItsFolder() async {
        var program = Program("pwd")
        program.launch.folder = "/usr"
        #expect(await ChildProcess(program.launch).readToEnd().text == "/usr\n")
    }

    @Test func moreInputCanFollowUntilItIsClosed() async {
        var program = Program("while read line; do echo got $line; done")
        program.launch.keepsInputOpen = true
        let child = ChildProcess(program.launch)
        #expect(child.write(Array("one\n".utf8)))
        #expect(await child.read(until: "got one\n"))
        #expect(child.write(Array("two\n".utf8)))
        child.closeInput()
        let reading = await child.readToEnd()
        #expect(reading.text == "got two\n")
        #expect(reading.end?.status == .exited(0))
        #expect(!child.write([1]))
    }

    @Test func aReaderThatComesLateMissesNothing() async {
        let child = ChildProcess(Program("head -c 3000000 /dev/zero; echo end").launch)
        guard case .quiet = await child.next(within: .zero) else { return }
        let reading = await child.readToEnd()
        #expect(reading.output.count == 3_000_004)
    }

    @Test func whatCannotBeStartedSaysWhy() async {
        func end(_ arguments: [String], folder: String? = nil) async -> ChildEnd.Status? {
            let launch = ChildLaunch(
                arguments, environment: ["PATH": "relative::/nowhere:/usr/bin"], folder: folder)
            return await ChildProcess(launch).readToEnd().end?.status
        }
        #expect(await end(["no-such-program"]) == .notStarted(.notFound("no-such-program")))
        #expect(await end([""]) == .notStarted(.badText))
        #expect(await end([]) == .notStarted(.badText))
        #expect(await end(["/bin/true", "a\0b"]) == .notStarted(.badText))
        #expect(await end(["/nowhere/x"]) == .notStarted(.program("/nowhere/x", errno: 2)))
        #expect(await end(["/usr"]) == .notStarted(.program("/usr", errno: 13)))
        #expect(
            await end(["true"], folder: "/nowhere") == .notStarted(.folder("/nowhere", errno: 2)))
    }

    @Test func linesAreCutWhereTheyEndAndBounded() {
        var splitter = LineSplitter(mostBytes: 4)
        #expect(splitter.take(Array("ab".utf8)).isEmpty)
        let lines = splitter.take(Array("c\r\n\nabcdefg\nxy".utf8))
        #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["abc", "", "abcd"])
        #expect(lines.map(\.isCut) == [false, false, true])
        #expect(splitter.finish() == .init(bytes: Array("xy".utf8), isCut: false))
        #expect(splitter.finish() == nil)
    }

    @Test func aPlainLineHoldsNothingATerminalWouldActOn() {
        let text = "\u{1B}[31mred\u{1B}[0m \t a\u{202E}b\u{7}\u{200B}\u{1B}]0;x"
        #expect(PlainLine.of(text, most: 40) == "red ab0;x")
        #expect(PlainLine.of("abcdef", most: 3) == "abc…")
        #expect(PlainLine.of(" a ", most: 3) == "a")
    }
}
