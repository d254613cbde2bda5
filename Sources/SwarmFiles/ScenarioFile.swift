import SwarmCore

/// Reads scenarios.
public enum ScenarioFile {
    /// The scenario of a file, named after it; nil when there is a fault.
    public static func read(path: String, _ faults: inout [DefinitionFault]) -> Scenario? {
        do throws(DefinitionFault) {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let stem = name.split(separator: ".").first.map(String.init) ?? name
            return read(try FileContent.bytes(of: path), named: stem, file: path, &faults)
        } catch {
            faults.append(error)
            return nil
        }
    }

    static func read(
        _ bytes: [UInt8], named name: String, file: String, _ faults: inout [DefinitionFault]
    ) -> Scenario? {
        let known = faults.count
        guard let node = YAMLText.node(bytes, file: file, &faults) else {
            if faults.count == known {
                faults.append(
                    DefinitionFault(
                        at: .init(file: file), path: "", "it says nothing",
                        hint: "Write steps, e.g. steps: [{submit: {recipe: campaign}}]."))
            }
            return nil
        }
        let scenario = Scenario(named: name, definition: node, faults: &faults)
        return faults.count == known ? scenario : nil
    }
}

extension BuiltIn {
    /// The demos that ship with the program; each is a test too.
    public static let demos: [Scenario] = {
        var faults: [DefinitionFault] = []
        let demos = demoFiles.compactMap { name, bytes in
            ScenarioFile.read(bytes, named: name, file: "demo_\(name).yaml", &faults)
        }
        precondition(faults.isEmpty, faults.map(\.sentence).joined(separator: "\n"))
        return demos
    }()

    private static let demoFiles: [(name: String, bytes: [UInt8])] = [
        ("first", PackageResources.demo_first_yaml),
        ("parallel", PackageResources.demo_parallel_yaml),
        ("reputation", PackageResources.demo_reputation_yaml),
        ("chaos", PackageResources.demo_chaos_yaml),
        ("support", PackageResources.demo_support_yaml),
        ("content", PackageResources.demo_content_yaml),
    ]
}
