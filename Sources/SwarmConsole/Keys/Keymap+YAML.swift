import SwarmCore
import TerminalUI
import Yams

extension Keymap {
    /// The standard keys with the changes of a `keys.yaml`: `pause: v`, `fault: [x, f5]`, `theme: []`.
    ///
    /// A line that cannot be followed leaves that action its standard keys and adds a fault; the others hold. A key
    /// is never taken from another action by the way: that one has to be given another, or none.
    ///
    /// - Parameter file: Named in every fault.
    public init(yaml: String, file: String = "keys.yaml", faults: inout [ConfigFault]) {
        self = .standard
        var wishes: [Wish] = []
        for entry in ConfigFile.entries(yaml, file: file, faults: &faults) {
            guard let id = ActionID(rawValue: entry.name) else {
                faults.append(
                    .unknown(
                        file: file, line: entry.line, kind: "action", name: entry.name,
                        nearest: NearestName.nearest(
                            to: entry.name, in: ActionID.allCases.map(\.rawValue))))
                continue
            }
            guard let keys = Self.keys(of: entry, id, file: file, faults: &faults) else { continue }
            wishes.append(Wish(id: id, keys: keys, line: entry.line))
        }
        grant(wishes, file: file, faults: &faults)
    }

    private struct Wish {
        let id: ActionID
        let keys: [Key]
        let line: Int
    }

    /// The keys of one line; nil with a fault when one of them is none.
    private static func keys(
        of entry: ConfigFile.Entry, _ id: ActionID, file: String, faults: inout [ConfigFault]
    ) -> [Key]? {
        let nodes = entry.value.sequence.map(Array.init) ?? [entry.value]
        var keys: [Key] = []
        for node in nodes {
            let name = node.scalar?.string ?? ""
            let line = node.mark?.line ?? entry.line
            guard let key = Key(name) else {
                faults.append(
                    .noSuchKey(file: file, line: line, action: id.rawValue, name: name))
                return nil
            }
            if let why = reserved(key, id) {
                faults.append(
                    .keyReserved(
                        file: file, line: line, action: id.rawValue, key: key.shortName, why: why))
                return nil
            }
            if !keys.contains(key) { keys.append(key) }
        }
        return keys
    }

    private static func reserved(_ key: Key, _ id: ActionID) -> String? {
        switch key {
        case Key("c", .control): return "Ctrl-C always ends the program"
        case Key("z", .control): return "Ctrl-Z always stops the program until fg"
        case Key("\\", .control): return "Ctrl-\\ always ends the program"
        default: break
        }
        if key.code == .escape, id != .back { return "Esc always goes back" }
        if key.modifiers.contains(.control), id.destroys {
            return "what it does cannot be taken back, and a Ctrl key is pressed too easily"
        }
        return nil
    }

    /// Takes the wishes in, the conflicting ones aside: of two that want one key both go unheard, and then whoever
    /// counted on the key that one of them would have given up.
    private mutating func grant(
        _ wishes: [Wish], file: String, faults: inout [ConfigFault]
    ) {
        var rest = wishes
        while true {
            var wished = self
            for wish in rest { wished.set(wish.keys, of: wish.id) }
            let clashes = rest.compactMap { wish in wished.clash(of: wish.id).map { (wish, $0) } }
            guard !clashes.isEmpty else {
                self = wished
                return
            }
            for (wish, clash) in clashes {
                faults.append(
                    .keyTaken(
                        file: file, line: wish.line, action: wish.id.rawValue,
                        key: clash.key.shortName, by: clash.other.rawValue,
                        otherLine: rest.last { $0.id == clash.other }?.line ?? 0))
            }
            rest.removeAll { wish in clashes.contains { $0.0.id == wish.id } }
        }
    }

    private mutating func set(_ keys: [Key], of id: ActionID) {
        // Without a key to close and go back by there is no way out of a dialog.
        let escape = Key(.escape)
        let all = id == .back && !keys.contains(escape) ? keys + [escape] : keys
        for place in bindings.indices where bindings[place].id == id { bindings[place].keys = all }
        for place in replaying.indices where replaying[place].id == id {
            replaying[place].keys = all
        }
    }

    /// The first other action that has one of its keys where both work.
    private func clash(of id: ActionID) -> (key: Key, other: ActionID)? {
        for row in bindings + replaying where row.id == id {
            let others = replaying.contains { $0.id == id } ? replaying : bindings
            for other in others where other.id != id && row.meets(other) {
                if let key = row.keys.first(where: other.keys.contains) { return (key, other.id) }
            }
        }
        return nil
    }
}
