/// A hash of everything a value holds, found by reflection: slow, but it cannot forget a member.
enum Reflection {
    static func digest(of value: Any) -> UInt64 {
        var digest = FNV()
        digest.add(value)
        return digest.value
    }

    private struct FNV {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func add(_ any: Any) {
            let mirror = Mirror(reflecting: any)
            switch mirror.displayStyle {
            case .dictionary, .set:
                // No order of its own: the sum of the members' hashes.
                add(mirror.children.reduce(0) { $0 &+ Reflection.digest(of: $1.value) })
            case _ where mirror.children.isEmpty: add(text: String(describing: any))
            default:
                for child in mirror.children {
                    if let label = child.label { add(text: label) }
                    add(child.value)
                }
            }
        }

        mutating func add(text: String) { for byte in text.utf8 { add(UInt64(byte)) } }

        mutating func add(_ number: UInt64) { value = (value ^ number) &* 0x0000_0100_0000_01B3 }
    }
}
