import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// The lines between panes by keys and by `:layout`.
@Suite struct PaneSizeTests {
    private static let wider = Key(">", .alt)
    private static let narrower = Key("<", .alt)
    private static let taller = Key("+", .alt)
    private static let shorter = Key("-", .alt)
    private static let reset = Key("=", .alt)

    private static func size(_ desktop: Desktop) throws -> Size {
        let slot = try #require(desktop.console.grid.slot(of: desktop.console.focus))
        return Size(columns: slot.body.width, rows: slot.body.height)
    }

    private static func send(_ desktop: inout Desktop, _ key: Key) -> [ConsoleEffect] {
        desktop.console.update(.terminal(.key(key)))
    }

    private static func saved(_ effects: [ConsoleEffect]) -> Settings? {
        guard case .saveSettings(let yaml)? = effects.first else { return nil }
        var faults: [ConfigFault] = []
        let settings = Settings(yaml: yaml, faults: &faults)
        return faults.isEmpty ? settings : nil
    }

    @Test(arguments: [(120, 40), (200, 60), (80, 24), (60, 16), (40, 12)])
    func everyPaneGrowsAndShrinksBackOrSaysThatItCannot(columns: Int, rows: Int) throws {
        var desktop = Desktop(.campaign(), columns: columns, rows: rows)
        var moved = 0
        for place in 1...9 {
            desktop.press("\(place)")
            for (more, less, extent) in [
                (Self.wider, Self.narrower, \Size.columns), (Self.taller, Self.shorter, \Size.rows),
            ] {
                let before = try Self.size(desktop)
                let effects = Self.send(&desktop, more)
                let after = try Self.size(desktop)
                if let settings = Self.saved(effects) {
                    #expect(after[keyPath: extent] > before[keyPath: extent])
                    #expect(settings.layout?.shares == desktop.console.shares)
                    moved += 1
                } else {
                    #expect(after == before)
                    #expect(
                        desktop.lines.contains {
                            $0.contains("cannot be") || $0.contains("no line")
                        })
                }
                _ = Self.send(&desktop, less)
                _ = Self.send(&desktop, Self.reset)
                #expect(desktop.console.shares.isEmpty)
            }
        }
        #expect(moved >= 9)
    }

    @Test func aPaneTakesOnlyWhatTheOthersCanSpare() throws {
        var desktop = Desktop(.campaign())
        desktop.press("1")
        for _ in 0..<60 { _ = Self.send(&desktop, Self.wider) }
        for _ in 0..<60 { _ = Self.send(&desktop, Self.taller) }
        for slot in desktop.console.grid.slots {
            #expect(slot.body.height >= 2 && slot.body.width >= 20, "\(slot.pane)")
        }
        #expect(desktop.text.contains("Agents cannot be taller here."))
        #expect(Self.saved(Self.send(&desktop, Self.taller)) == nil, "nothing changed")
    }

    @Test func whereThereIsNoLineTheKeySaysSo() {
        var desktop = Desktop(.campaign())
        desktop.press("3", "z")
        #expect(Self.send(&desktop, Self.taller).isEmpty)
        #expect(desktop.text.contains("Bus has the whole screen; z brings the lines back."))
    }

    @Test func theCommandLineKnowsTheWordsAndHowOften() throws {
        var desktop = Desktop(.campaign())
        desktop.press("1")
        let before = try Self.size(desktop)
        desktop.press(":")
        desktop.type("layout wider 3")
        desktop.press("enter")
        #expect(try Self.size(desktop).columns == before.columns + 6)
        desktop.press(":")
        desktop.type("layout shorter")
        desktop.press("enter")
        #expect(try Self.size(desktop).rows == before.rows - 1)
        desktop.press(":")
        desktop.type("layout wider many")
        desktop.press("enter")
        #expect(desktop.text.contains("How often? 1 to 99, as in :layout wider 5."))
        desktop.press("esc", ":")
        desktop.type("layout save reset")
        desktop.press("enter")
        #expect(desktop.text.contains(":layout reset means something else. Take another name."))
        desktop.press("esc", ":")
        desktop.type("layout reset")
        desktop.press("enter")
        #expect(desktop.console.shares.isEmpty)
    }

    @Test func theKeysCanBeOthers() {
        var faults: [ConfigFault] = []
        let keymap = Keymap(yaml: "taller_pane: ctrl-up\nreset_panes: []\n", faults: &faults)
        #expect(faults.isEmpty)
        #expect(keymap.binding(.tallerPane)?.keys == [Key(.up, .control)])
        #expect(keymap.binding(for: Self.taller, in: .bus) == nil)
        #expect(Keymap.standard.bindings.flatMap(\.keys).allSatisfy { Key($0.name) == $0 })
    }

    @Test(arguments: ["ctrl-c", "ctrl-z", "ctrl-\\"])
    func theKeysOfSignalsAreNobodys(key: String) {
        var faults: [ConfigFault] = []
        _ = Keymap(yaml: "pause: '\(key)'", faults: &faults)
        #expect(faults.first?.sentence.contains("always") == true)
    }
}
