import Testing

@testable import SwarmCore

@Suite("Keyed random numbers and nearest names")
struct KeyedRandomTests {
    @Test("a draw depends on the seed, the parts and their order, and on nothing else")
    func keyed() {
        let random = KeyedRandom(seed: 7)

        #expect(random.draw(1, 2) == KeyedRandom(seed: 7).draw(1, 2))
        #expect(random.draw(1, 2) != random.draw(2, 1))
        #expect(random.draw(1) != random.draw(1, 0))
        #expect(random.draw(1, 2) != KeyedRandom(seed: 8).draw(1, 2))
    }

    @Test("the first step from zero is the published one of SplitMix64")
    func published() {
        #expect(KeyedRandom(seed: 0).draw() == 0xE220_A839_7B1D_CDAF)
    }

    @Test(
        "the hash of a text is the published FNV-1a",
        arguments: [
            ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C),
            ("foobar", 0x8594_4171_F739_67E8),
        ] as [(String, UInt64)])
    func hashes(text: String, hash: UInt64) {
        #expect(KeyedRandom.hash(text) == hash)
    }

    @Test("fractions fill 0..<1 evenly")
    func even() {
        let random = KeyedRandom(seed: 3)
        var tenths = [Int](repeating: 0, count: 10)
        for number in 0..<10_000 as Range<UInt64> {
            tenths[Int(random.fraction(number) * 10)] += 1
        }
        #expect(tenths.allSatisfy { 900...1_100 ~= $0 })
    }

    @Test("a choice from nothing is nothing")
    func choice() {
        #expect(KeyedRandom(seed: 1).choice(of: [String](), 1) == nil)
        #expect(KeyedRandom(seed: 1).choice(of: ["only"], 1) == "only")
    }

    @Test(
        "a mistyped name finds the one that was meant",
        arguments: [
            ("campain", "campaign"), ("Campaign", "campaign"), ("fin", "finance"),
            ("markteing", "marketing"), ("analitics", "analytics"),
        ])
    func nearest(typed: String, meant: String) {
        let names = ["marketing", "finance", "analytics", "campaign"]
        #expect(NearestName.nearest(to: typed, in: names) == meant)
    }

    @Test(
        "a name like none is told so",
        arguments: ["zzz", "", "x", String(repeating: "f", count: 900)])
    func nothingNear(typed: String) {
        #expect(NearestName.nearest(to: typed, in: ["marketing", "finance", ""]) == nil)
    }

    @Test("of two equally near names the first is offered")
    func ties() {
        #expect(NearestName.nearest(to: "cost", in: ["post", "host"]) == "post")
    }

    @Test("a swap of neighbours is one edit")
    func distance() {
        #expect(NearestName.distance(Array("ab"), Array("ba")) == 1)
        #expect(NearestName.distance(Array("kitten"), Array("sitting")) == 3)
    }
}
