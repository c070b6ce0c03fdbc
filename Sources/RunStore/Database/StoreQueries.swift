import Foundation
import GRDB
import Runs

/// Small statements that more than one part of the store needs.
enum StoreQueries {
    static func lastStep(_ db: Database) throws -> Int? {
        // The bounds hold in every sound file; with them a damaged one can't make sums overflow.
        try Int.fetchOne(
            db, sql: "SELECT max(step) FROM step WHERE step BETWEEN 1 AND ?",
            arguments: [1 << 40])
    }

    /// The configuration that the run began with; a fork's is that of its first ancestor.
    static func configuration(_ db: Database) throws -> RunConfiguration {
        var texts: [String: String] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT key, value FROM configuration")
        while let row = try rows.next() { texts[try row.text(0)] = try row.text(1) }
        var configuration = RunConfiguration()
        // In the table's order, since a level sets other keys.
        for key in ConfigurationKey.all {
            guard let text = texts[key.name] else { continue }
            do throws(ConfigurationError) {
                try key.write(text, to: &configuration)
            } catch {
                throw BlobError(reason: "has a configuration with \(error)")
            }
        }
        return configuration
    }

    /// The settings changed since the run began, in the order they take effect.
    static func edits(_ db: Database, upTo step: Int = .max) throws -> [LiveEdit] {
        // Older versions have no such table.
        guard try db.tableExists("edit") else { return [] }
        let rows = try Row.fetchCursor(
            db, sql: "SELECT step, key, old, new, time FROM edit WHERE step <= ? ORDER BY step, id",
            arguments: [step])
        var edits: [LiveEdit] = []
        while let row = try rows.next() {
            edits.append(
                LiveEdit(
                    step: try row.integer(0), key: try row.text(1), old: try row.text(2),
                    new: try row.text(3), time: row.optionalReal(4) ?? 0))
        }
        return edits
    }

    static func description(_ db: Database, folder: RunFolder) throws -> RunDescription {
        var meta: [String: String] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT key, value FROM meta")
        while let row = try rows.next() { meta[try row.text(0)] = try row.text(1) }
        let origin = origin(meta)
        // A fork begins with what was changed up to it; how many steps there are is how many there
        // are now.
        let edits = try edits(db).filter { $0.step <= origin?.step ?? -1 || $0.key == "steps" }
        return RunDescription(
            run: folder.run, path: folder.path,
            configuration: try configuration(db).applying(edits),
            command: meta["command"] ?? "", created: meta["created"].flatMap(Double.init) ?? 0,
            kernelPath: meta["kernel_path"] ?? "", origin: origin)
    }

    private static func origin(_ meta: [String: String]) -> RunOrigin? {
        guard let run = meta["forked_from"], let step = meta["forked_at"].flatMap({ Int($0) })
        else { return nil }
        return RunOrigin(run: run, step: step)
    }

    /// Removes what followed from the steps after one.
    ///
    /// - Parameters:
    ///   - step: the last step that stays; -1 removes the evaluation of the warm start too.
    ///   - warmStart: the last warm-start step that stays; nil keeps all.
    ///   - db: the database, in a transaction.
    /// - Throws: what the database throws.
    static func removeSteps(after step: Int, warmStartAfter warmStart: Int?, in db: Database)
        throws
    {
        for table in ["step", "keyframe", "outline", "evaluation", "search", "alarm"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE step > ?", arguments: [step])
        }
        let next = max(0, step) + 1
        if let first = Schema.groupID(step: next, index: 0) {
            try db.execute(sql: "DELETE FROM revision_group WHERE id >= ?", arguments: [first])
        }
        // A node goes if its last step goes.
        for table in ["pyramid", "depth_pyramid"] {
            try db.execute(
                sql: "DELETE FROM \(table) "
                    + "WHERE ((id & 281474976710655) + 1) << (2 * (id >> 48)) > ?",
                arguments: [max(0, step)])
        }
        if let warmStart {
            try db.execute(sql: "DELETE FROM warm_start WHERE step > ?", arguments: [warmStart])
        }
    }
}
