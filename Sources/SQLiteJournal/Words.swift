import Foundation
import GRDB
import SwarmCore
import SwarmRuntime

extension DatabaseError {
    /// Whether this speaks of what is stored and not of the disk or of whoever else uses it.
    var isDamage: Bool {
        switch resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_MISMATCH: true
        default: extendedResultCode == .SQLITE_IOERR_SHORT_READ
        }
    }

    /// What SQLite says, or what its code means where it says too little.
    var words: String {
        switch resultCode {
        case .SQLITE_FULL: "the disk is full"
        case .SQLITE_READONLY: "the file or its file system is read-only"
        case .SQLITE_IOERR: "input/output error (SQLite \(extendedResultCode.rawValue))"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "another program has locked it"
        default: message ?? "SQLite error \(extendedResultCode.rawValue)"
        }
    }
}

extension JournalFault {
    /// A fault of opening or reading the file at `path` of `folder`.
    static func reading(_ error: any Error, _ file: JournalFile) -> JournalFault {
        switch error {
        case let fault as JournalFault: fault
        case let fault as EventFault: .damaged(path: file.path, reason: fault.words)
        case let error as DatabaseError where error.isDamage:
            .damaged(path: file.path, reason: error.words)
        case is RowDecodingError:
            .damaged(path: file.path, reason: "a column is not as written")
        default: .folder(path: file.folder, reason: words(for: error))
        }
    }

    /// A fault of writing.
    static func writing(_ error: any Error, _ file: JournalFile) -> JournalFault {
        switch error {
        case let fault as JournalFault: fault
        case let error as DatabaseError where error.isDamage:
            .damaged(path: file.path, reason: error.words)
        default: .write(path: file.path, reason: words(for: error))
        }
    }

    private static func words(for error: any Error) -> String {
        if let error = error as? DatabaseError { return error.words }
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        let code = underlying ?? error as NSError
        return code.domain == NSPOSIXErrorDomain
            ? String(cString: strerror(Int32(code.code))) : error.localizedDescription
    }
}
