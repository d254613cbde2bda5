import Foundation
import ModelAgents
import Testing

/// Certificates, against the server of the openssl command; without the command there is nothing to try.
@Suite(.timeLimit(.minutes(5)), .enabled(if: SecureServer.isThere))
struct SecureTransportTests {
    @Test func aCertificateNobodyVouchesForIsRefused() async throws {
        let server = try SecureServer()
        let answer = await CurlTransport().answer(server.request)
        guard case .tls(let words) = answer.fault else { return #expect(answer.fault == .tls("")) }
        #expect(!words.isEmpty)
        let trusting = CurlTransport(.init(certificateFile: server.certificate))
        let trusted = await trusting.answer(server.request)
        #expect(trusted.head?.status == 200)
        #expect(trusted.fault == nil)
    }

    @Test func aCertificateForAnotherNameIsRefused() async throws {
        let server = try SecureServer(name: "DNS:elsewhere.invalid")
        let trusting = CurlTransport(.init(certificateFile: server.certificate))
        guard case .tls = await trusting.answer(server.request).fault else {
            return #expect(Bool(false))
        }
    }

    @Test func aCertificateFileThatIsNotThereIsSaidSo() async throws {
        let server = try SecureServer()
        let transport = CurlTransport(.init(certificateFile: server.certificate + ".none"))
        guard case .tls = await transport.answer(server.request).fault else {
            return #expect(Bool(false))
        }
    }
}

/// `openssl s_server` with a certificate of its own, in a folder of its own.
private final class SecureServer {
    private static let openssl = "/usr/bin/openssl"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: openssl) }

    let certificate: String
    let request: TransportRequest
    private let folder: URL
    private let server = Process()

    init(name: String = "IP:127.0.0.1") throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("transport-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appendingPathComponent("certificate.pem").path
        let key = folder.appendingPathComponent("key.pem").path
        let making = Process()
        making.executableURL = URL(fileURLWithPath: Self.openssl)
        making.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=\(name)",
            "-keyout", key, "-out", certificate,
        ]
        making.standardError = FileHandle.nullDevice
        try making.run()
        making.waitUntilExit()
        let output = Pipe()
        server.executableURL = making.executableURL
        server.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www",
        ]
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        server.standardInput = Pipe()
        try server.run()
        // "ACCEPT 127.0.0.1:port" once it listens.
        var said = ""
        while !said.contains("\n") || !said.contains("ACCEPT ") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            said += String(decoding: more, as: UTF8.self)
        }
        let line = said.split(separator: "\n").first { $0.hasPrefix("ACCEPT ") } ?? ""
        let port = try #require(line.split(separator: ":").last.flatMap { UInt16($0) })
        request = TransportRequest(method: .get, url: "https://127.0.0.1:\(port)/")
    }

    deinit {
        // The threads tests run on have SIGTERM blocked, and a child has what its parent's thread had.
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
        do { try FileManager.default.removeItem(at: folder) } catch { Issue.record(error) }
    }
}
