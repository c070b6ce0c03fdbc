import Foundation
import GRDB
import Runs

/// Opens `run.sqlite` and turns the database's errors into ours.
enum StoreConnection {
    /// The one connection that writes.
    static func writer(_ path: String, isNew: Bool) throws(StoreError) -> DatabaseQueue {
        if !isNew { try check(path) }
        return try translating(path) {
            var configuration = Configuration()
            configuration.label = "redraft recorder"
            configuration.busyMode = .timeout(5)
            configuration.foreignKeysEnabled = false
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA trusted_schema = OFF")
                if isNew { try db.execute(sql: "PRAGMA page_size = 4096") }
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { db in
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
                guard mode == "wal" else {
                    throw StoreError(
                        .database, path: path,
                        "can't be written with a WAL; put the run on a local file system")
                }
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
            }
            if !isNew { try queue.read { try refuseForeign($0, path: path) } }
            try Schema.migrator.migrate(queue)
            return queue
        }
    }

    /// A connection that only reads.
    static func reader(_ path: String) throws(StoreError) -> DatabaseQueue {
        try check(path)
        do throws(StoreError) {
            return try open(path, uri: path)
        } catch {
            // A run that was not closed in a folder that can't be written: without a WAL file all
            // there is stands in the database, and no one can be writing.
            var status = stat()
            let folder = (path as NSString).deletingLastPathComponent
            let hasLog = stat(path + "-wal", &status) == 0 && status.st_size > 0
            guard error.code == .database, access(folder, W_OK) != 0 else { throw error }
            guard !hasLog else {
                throw StoreError(
                    .database, path: path,
                    "was not closed and its folder can't be written; copy the run elsewhere")
            }
            let escaped =
                path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
            return try open(path, uri: "file:\(escaped)?immutable=1")
        }
    }

    private static func open(_ path: String, uri: String) throws(StoreError) -> DatabaseQueue {
        try translating(path) {
            var configuration = Configuration()
            configuration.label = "redraft reader"
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            configuration.foreignKeysEnabled = false
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA trusted_schema = OFF")
            }
            let queue = try DatabaseQueue(path: uri, configuration: configuration)
            try queue.read { try refuseForeign($0, path: path) }
            return queue
        }
    }

    /// What can be said before SQLite looks at the file.
    private static func check(_ path: String) throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT {
                throw StoreError(.missing, path: path, "is missing: the folder holds no run")
            }
            throw .system(path, "can't be read")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(.corrupt, path: path, "is not a plain file")
        }
        guard status.st_size > 0 else {
            throw neverStarted(path)
        }
        guard access(path, R_OK) == 0 else { throw .system(path, "can't be read") }
    }

    private static func refuseForeign(_ db: Database, path: String) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard application == Schema.applicationID else {
            guard try !hasNoTables(db) else { throw neverStarted(path) }
            throw StoreError(.corrupt, path: path, "is a database, but not a run's")
        }
        guard version <= Schema.version else {
            throw StoreError(
                .newerFormat, path: path,
                "has format \(version); this program reads up to \(Schema.version)")
        }
        // Whatever a run without a configuration was to be, it is not one of the defaults.
        guard try hasConfiguration(db) else { throw neverStarted(path) }
    }

    /// Whether a process that made the store died before its first table.
    private static func hasNoTables(_ db: Database) throws -> Bool {
        try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
            .allSatisfy { $0 == "grdb_migrations" }
    }

    private static func hasConfiguration(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM (SELECT 1 FROM configuration LIMIT 1)") == 1
    }

    private static func neverStarted(_ path: String) -> StoreError {
        StoreError(
            .corrupt, path: path,
            "is empty: the run was never started; begin it anew, under the same name if you like")
    }

    /// Whether a database was begun as a run's, and nothing was committed to it.
    ///
    /// - Precondition: no one writes it. A file that is no database, or another program's, holds
    ///   something.
    static func holdsNoRun(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        if status.st_size == 0, stat(path + "-wal", &status) != 0 || status.st_size == 0 {
            return true
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(1)
        configuration.label = "redraft look"
        // What can't be read is left alone.
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else {
            return false
        }
        defer { try? queue.close() }
        let isEmpty = try? queue.read { db in
            if try hasNoTables(db) { return true }
            let application = try Int32.fetchOne(db, sql: "PRAGMA application_id")
            return try application == Schema.applicationID && !hasConfiguration(db)
        }
        return isEmpty == true
    }

    /// Runs a body of database calls; what they throw comes out as `StoreError`.
    static func translating<Value>(_ path: String, _ body: () throws -> Value) throws(StoreError)
        -> Value
    {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(error, path: path)
        }
    }
}

extension StoreError {
    /// A database error in a person's words, with a remedy.
    init(_ error: any Error, path: String) {
        if let error = error as? BlobError {
            self.init(.corrupt, path: path, "holds a damaged record: it \(error.reason)")
            return
        }
        guard let error = error as? DatabaseError else {
            let text = String(describing: error).split(separator: "\n").joined(separator: " ")
            self.init(.database, path: path, text)
            return
        }
        let detail = (error.message ?? "error \(error.resultCode.rawValue)")
            .split(separator: "\n").joined(separator: " ")
        switch error.resultCode {
        case .SQLITE_NOTADB:
            self.init(.corrupt, path: path, "is not a run's database")
        case .SQLITE_CORRUPT:
            self.init(.corrupt, path: path, "is damaged (\(detail)); restore it from a copy")
        case .SQLITE_FULL:
            self.init(.database, path: path, "can't be written: disk full; free some space")
        case .SQLITE_IOERR:
            // SQLite has one text for all of them; the number tells a failed write from a failed sync.
            self.init(
                .database, path: path,
                "input or output failed (\(detail), SQLite \(error.extendedResultCode.rawValue)); "
                    + "check the disk and the limit of file sizes")
        case .SQLITE_READONLY:
            self.init(.database, path: path, "can't be written; check its permissions")
        case .SQLITE_CANTOPEN:
            self.init(.database, path: path, "can't be opened; check its permissions")
        case .SQLITE_BUSY:
            self.init(.database, path: path, "is in use by another program; close that first")
        default:
            self.init(.database, path: path, detail)
        }
    }
}
