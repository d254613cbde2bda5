import Foundation
import SwarmCore
import Testing

@testable import SwarmFiles

/// Damaged files are read or refused, never a crash and never without an end.
@Suite struct MutationTests {
    private static let texts =
        [BuiltIn.swarmFile, BuiltIn.exampleRecipe]
        + BuiltIn.recipeFiles.map { String(decoding: $0.bytes, as: UTF8.self) }
    private static let scraps = [
        "&a ", "*a", "? ", "- ", ": ", "[", "]", "{", "}", "\"", "'", "|", ">", "!!", "%", "\t",
        "\n",
        "\r", "---\n", "...\n", "<<: ", "\u{0}", "\u{FEFF}", "\u{E000}", "\u{202E}", "1e999", "-1",
        ".nan", "~", "9223372036854775808", "0..1", "name: ", "steps: ", "after: ", "a.b..c", "#",
    ].map { Array($0.utf8) }

    /// `SWARMTOP_MUTATIONS` asks for more of them.
    @Test func mutatedFilesAreReadOrRefused() {
        let asked = ProcessInfo.processInfo.environment["SWARMTOP_MUTATIONS"].flatMap { Int($0) }
        var numbers = SeededNumbers(state: 2_026)
        var refused = 0
        let rounds = asked ?? 250
        for _ in 0..<rounds {
            let bytes = Self.mutated(&numbers)
            var faults: [DefinitionFault] = []
            let node = YAMLText.node(bytes, file: "f", &faults)
            if let node {
                let isRecipe = node["steps"] != nil
                let definition = SwarmDefinition.read(
                    swarm: isRecipe ? nil : node, recipes: isRecipe ? [node] : [],
                    defaults: BuiltIn.definition, faults: &faults)
                if faults.isEmpty { Self.expectRoundTrip(definition) }
            }
            if !faults.isEmpty { refused += 1 }
            #expect(faults.allSatisfy { $0.sentence.utf8.count < 4_000 })
        }
        #expect(refused > rounds / 4)
        #expect(refused < rounds)
    }

    private static func expectRoundTrip(_ definition: SwarmDefinition) {
        var faults: [DefinitionFault] = []
        for recipe in definition.recipes.recipes {
            let node = DefinitionNode(.object(recipe.definition))
            #expect(
                Recipe(
                    definition: node, limits: definition.policies.limits, faults: &faults)
                    == recipe)
        }
        for card in definition.agents {
            let node = DefinitionNode(.object(card.definition))
            #expect(AgentCard(definition: node, faults: &faults) == card)
        }
        let node = DefinitionNode(.object(definition.policies.definition))
        #expect(Policies(definition: node, faults: &faults) == definition.policies)
        #expect(faults == [])
    }

    private static func mutated(_ numbers: inout SeededNumbers) -> [UInt8] {
        var bytes = Array(texts.randomElement(using: &numbers)!.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &numbers) {
            let at = Int.random(in: 0..<bytes.count, using: &numbers)
            let end = min(bytes.count, at + Int.random(in: 1...40, using: &numbers))
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: bytes.removeSubrange(at..<end)
            case 1: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 2: bytes[at] = UInt8.random(in: 0...255, using: &numbers)
            case 3:
                let from = Int.random(in: 0..<bytes.count, using: &numbers)
                bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + 60)], at: at)
            case 4: bytes.removeSubrange(at...)
            default: bytes.insert(contentsOf: scraps.randomElement(using: &numbers)!, at: at)
            }
            if bytes.isEmpty { bytes = [0x61] }
        }
        return bytes
    }
}
