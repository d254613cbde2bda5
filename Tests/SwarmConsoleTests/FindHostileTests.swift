import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Hostile text in what finds and leads: palette, breadcrumb, queue, questions about what is marked.
@Suite struct FindHostileTests {
    @Test(arguments: DetailHostileTests.texts) func nothingAnAgentSaysActsOrHides(_ text: String) {
        var desktop = Desktop(DetailHostileTests.scene(text), columns: 120, rows: 40)
        for keys in [
            ["ctrl-p", "m", "a"], ["esc", "2", "enter", "enter"], ["z", "8", "z"],
            ["space", "d"], ["esc", "esc", "3", "enter"], ["C", "&"], ["5", "enter"],
        ] {
            for key in keys { desktop.press(key) }
            let canvas = desktop.canvas
            #expect(canvas.lines.count == 40)
            for line in canvas.lines {
                #expect(TextWidth.of(line) <= 120)
                #expect(
                    line.unicodeScalars.allSatisfy {
                        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
                            && !(0x202A...0x202E).contains($0.value)
                            && !(0x2066...0x2069).contains($0.value)
                    })
            }
            #expect(desktop.lines[0].hasPrefix(" swarmtop"))
        }
    }

    @Test(arguments: DetailHostileTests.texts) func aConfigurationFaultIsOneShortSentence(
        _ text: String
    ) {
        var faults: [ConfigFault] = []
        let name = JSONValue.string(text).jsonText()
        _ = Keymap(yaml: "\(name): x\nfault: \(name)\n", faults: &faults)
        _ = Settings(yaml: "\(name): 1\nmouse: \(name)\nlayouts: {\(name): {}}\n", faults: &faults)
        #expect(!faults.isEmpty)
        for fault in faults { #expect(fault.sentence.count < 300) }
    }
}
