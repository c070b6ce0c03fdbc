import Foundation
import GRDB
import Runs

/// Copies a store up to a step, from a run that may be written meanwhile.
///
/// All rows are read in one transaction, so the copy is the store of one moment.
struct StoreCut {
    /// Steps that are copied between two looks at whether to go on.
    private static let stride = 64

    /// The store to read.
    let source: String
    /// The store to make.
    let target: String
    /// The last step that stays.
    let step: Int

    /// Copies.
    ///
    /// - Parameter progress: told the steps copied; false gives up.
    /// - Throws: `StoreError`; what was made of the target is of no use then.
    func copy(progress: (_ done: Int) -> Bool) throws(StoreError) {
        let queue = try StoreConnection.writer(target, isNew: true)
        do throws(StoreError) {
            try StoreConnection.translating(target) {
                try queue.writeWithoutTransaction { db in
                    try fill(db, progress: progress)
                }
            }
        } catch {
            // A connection that can't be closed goes with the process.
            try? queue.close()
            throw error
        }
        try StoreConnection.translating(target) { try queue.close() }
    }

    private func fill(_ db: Database, progress: (_ done: Int) -> Bool) throws {
        // Nobody knows of the file before it is whole: it needs no journal, and one sync at its end.
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = MEMORY")
        try db.execute(sql: "PRAGMA synchronous = OFF")
        try attach(db)
        try db.inTransaction {
            let last = try Int.fetchOne(
                db, sql: "SELECT max(step) FROM parent.step WHERE step <= ?", arguments: [step])
            guard (last ?? 0) == step else {
                throw StoreError(
                    .missing, path: source, "ends at step \(last ?? 0), before step \(step)")
            }
            for table in try tables(db) { try copy(table, in: db, progress: progress) }
            return .commit
        }
        try db.execute(sql: "DETACH DATABASE parent")
        try db.execute(sql: "PRAGMA synchronous = FULL")
    }

    /// Makes the source readable as `parent`.
    private func attach(_ db: Database) throws {
        let escaped =
            source.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? source
        func attach(_ query: String) throws {
            try db.execute(
                sql: "ATTACH DATABASE ? AS parent", arguments: ["file:\(escaped)?\(query)"])
            do {
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM parent.sqlite_schema")
            } catch {
                try db.execute(sql: "DETACH DATABASE parent")
                throw error
            }
        }
        do {
            try attach("mode=ro")
        } catch let error as DatabaseError {
            // In a folder that can't be written nobody writes either.
            guard error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY,
                access((source as NSString).deletingLastPathComponent, W_OK) != 0
            else { throw error }
            try attach("immutable=1")
        }
    }

    // MARK: Tables

    /// A table and what is copied of it.
    private struct Table {
        let name: String
        let columns: [String]
        let rule: Rule
    }

    /// Which rows belong to the steps that stay.
    enum Rule: Hashable {
        /// All: they belong to no step.
        case all
        /// Those of the column `step`.
        case step
        /// Those of the groups' row ids.
        case groupID
        /// Nodes whose last step stays.
        case pyramidID

        /// The rule of a table.
        ///
        /// A table that a later version of the format brings follows one of these by its columns.
        static func of(_ table: String, columns: [String]) -> Rule? {
            switch table {
            case "meta", "configuration", "metric", "warm_start": .all
            case "revision_group": .groupID
            case "pyramid", "depth_pyramid": .pyramidID
            default: columns.contains("step") ? .step : nil
            }
        }
    }

    /// The tables that both stores have.
    private func tables(_ db: Database) throws -> [Table] {
        let names = try String.fetchAll(
            db,
            sql: "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name IN "
                + "(SELECT name FROM parent.sqlite_schema WHERE type = 'table') ORDER BY name")
        return try names.compactMap { name in
            let columns = try String.fetchAll(
                db, sql: "SELECT name FROM pragma_table_info(?, 'main')", arguments: [name])
            let old = try Set(
                String.fetchAll(
                    db, sql: "SELECT name FROM pragma_table_info(?, 'parent')", arguments: [name]))
            return Rule.of(name, columns: columns).map {
                Table(name: name, columns: columns.filter(old.contains), rule: $0)
            }
        }
    }

    private func copy(
        _ table: Table, in db: Database, progress: (_ done: Int) -> Bool
    ) throws {
        // The names are those of our own schema.
        let columns = table.columns.joined(separator: ", ")
        let insert =
            "INSERT INTO main.\(table.name) (\(columns)) "
            + "SELECT \(columns) FROM parent.\(table.name) WHERE "
        try db.execute(sql: "DELETE FROM main.\(table.name)")
        switch table.rule {
        case .all: try db.execute(sql: insert + "true")
        case .step: try db.execute(sql: insert + "step <= ?", arguments: [step])
        case .pyramidID:
            try db.execute(
                sql: insert + "((id & 281474976710655) + 1) << (2 * (id >> 48)) <= ?",
                arguments: [step])
        case .groupID:
            // Nearly all of the bytes are here.
            for first in Swift.stride(from: 1, through: step, by: Self.stride) {
                guard progress(first - 1) else { throw StoreError.cancelled(target) }
                let end = min(first + Self.stride, step + 1)
                try db.execute(
                    sql: insert + "id >= ? AND id < ?",
                    arguments: [
                        Schema.groupID(step: first, index: 0), Schema.groupID(step: end, index: 0),
                    ])
            }
        }
    }
}
