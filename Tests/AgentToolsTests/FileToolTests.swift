import Foundation
import SwarmRuntime
import Testing

@testable import AgentTools

/// Reading below a folder, and no way out of it.
struct FileToolTests {
    /// A folder `in` with files, beside a secret.
    private func withFolder(_ body: (FileTool, String) throws -> Void) throws {
        let base = FileManager.default.temporaryDirectory.path + "/swarm-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: base) }
        try FileManager.default.createDirectory(
            atPath: base + "/in/notes", withIntermediateDirectories: true)
        try Data("secret".utf8).write(to: URL(fileURLWithPath: base + "/secret"))
        try Data("the plan".utf8).write(to: URL(fileURLWithPath: base + "/in/notes/plan.md"))
        try body(FileTool(folder: base + "/in"), base + "/in")
    }

    @Test func aFileIsReadAndAFolderListed() throws {
        try withFolder { tool, folder in
            #expect(tool.look("notes/plan.md", from: 0) == ToolOutput("the plan"))
            #expect(tool.look("./notes//plan.md", from: 4) == ToolOutput("plan"))
            try Data().write(to: URL(fileURLWithPath: folder + "/a\u{1B}[2J"))
            #expect(
                tool.look(".", from: 0)
                    == ToolOutput(#"[{"name":"a\u001b[2J","bytes":0},{"name":"notes/"}]"#))
        }
    }

    @Test func nothingOutsideIsRead() throws {
        try withFolder { tool, folder in
            let links = FileManager.default
            try links.createSymbolicLink(
                atPath: folder + "/link", withDestinationPath: folder + "/../secret")
            try links.createSymbolicLink(atPath: folder + "/up", withDestinationPath: "..")
            try links.createSymbolicLink(atPath: folder + "/root", withDestinationPath: "/")
            for path in [
                "../secret", "notes/../../secret", "/etc/passwd", "link", "up/secret",
                "root/etc/passwd", "notes/\0../../secret", "..", "a/../../secret",
            ] {
                let output = tool.look(path, from: 0)
                #expect(output.isError && !output.text.contains("secret"), "\(path)")
            }
        }
    }

    @Test func onlyTextIsReadAndOnlyFromPlainFiles() throws {
        try withFolder { tool, folder in
            let bytes: [UInt8] = [0x50, 0x4B, 0, 1]
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/zip"))
            #expect(
                tool.look("zip", from: 0)
                    == ToolOutput("This file is no UTF-8 text.", isError: true))
            try #require(mkfifo(folder + "/pipe", 0o600) == 0)
            #expect(
                tool.look("pipe", from: 0)
                    == ToolOutput("This is neither a file nor a folder.", isError: true))
            #expect(
                tool.look("none", from: 0).text
                    == "There is no such file; list the folder to see what is there.")
            #expect(tool.look("zip", from: 99).isError && tool.look("zip", from: -1).isError)
        }
    }

    @Test func aLongFileIsReadInPartsThatCutNoCharacter() throws {
        try withFolder { tool, folder in
            let text = "x" + String(repeating: "ü🚀日", count: 20_000)
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/long"))
            var read = ""
            var offset: Int64 = 0
            while offset < text.utf8.count {
                let output = tool.look("long", from: offset)
                try #require(!output.isError && output.text.utf8.count <= ToolOutput.mostBytes)
                let part = output.text.components(separatedBy: "\n[")[0]
                read += part
                offset += Int64(part.utf8.count)
            }
            #expect(read == text)
        }
    }
}
