/// The best of many keys, with an update and a read of the best in a few steps.
///
/// A binary tree over the leaves; each node holds the greater of its two children, 0 stands for "not willing".
/// Measured in the reference at 16 ns for 10,000 members; a sorted array took 1 µs.
struct Tournament: Sendable {
    private(set) var keys: [UInt64] = [0, 0]
    private(set) var width = 1

    var best: UInt64 { keys[1] }

    subscript(node: Int) -> UInt64 { keys[node] }

    mutating func reserve(leaf: Int) {
        while leaf >= width { grow() }
    }

    mutating func set(_ leaf: Int, to key: UInt64) {
        var node = width &+ leaf
        keys[node] = key
        node >>= 1
        while node >= 1 {
            let greater = max(keys[2 &* node], keys[2 &* node &+ 1])
            if keys[node] == greater { break }
            keys[node] = greater
            node >>= 1
        }
    }

    private mutating func grow() {
        let wider = width * 2
        var next = [UInt64](repeating: 0, count: wider * 2)
        for leaf in 0..<width { next[wider + leaf] = keys[width + leaf] }
        for node in stride(from: wider - 1, through: 1, by: -1) {
            next[node] = max(next[2 * node], next[2 * node + 1])
        }
        keys = next
        width = wider
    }
}
