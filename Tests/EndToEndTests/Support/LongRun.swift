import Foundation
import GRDB

/// A recorded run of as many steps as wished, made by telling those of a sample run again and again.
///
/// Everything that grows with the steps is there: their rows, the nodes above them, the buffer's
/// keyframes; of the groups only those of the last steps, which screens show.
enum LongRun {
    /// Makes the run.
    ///
    /// - Parameters:
    ///   - steps: how many steps it has, more than the sample's 600.
    ///   - folder: where; it must not exist.
    /// - Throws: an error if it can't be written.
    static func make(_ steps: Int, in folder: URL) throws {
        let sample = Workplace.package.appending(path: "sample-runs/exit")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["run.sqlite", "config.yaml"] {
            try FileManager.default.copyItem(
                at: sample.appending(path: name), to: folder.appending(path: name))
        }
        let database = try DatabaseQueue(path: folder.appending(path: "run.sqlite").path)
        // Nobody misses it if it is half made.
        try database.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
            try repeatRows(steps, db)
            try db.execute(sql: "COMMIT")
        }
        try database.close()
    }

    private static func repeatRows(_ steps: Int, _ db: Database) throws {
        let numbers = "WITH RECURSIVE k(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM k WHERE k < ?)"
        try db.execute(
            sql: """
                \(numbers) INSERT INTO step
                SELECT step + 600 * k, metrics, depths,
                    (SELECT changes FROM step ORDER BY length(changes) LIMIT 1)
                FROM k CROSS JOIN step WHERE step <= 600 AND step + 600 * k <= ?
                """, arguments: [steps / 600, steps])
        try db.execute(
            sql: """
                \(numbers) INSERT OR IGNORE INTO keyframe
                SELECT 64 * k, (SELECT entries FROM keyframe WHERE step = 64 * (1 + k % 9)) FROM k
                """, arguments: [steps / 64])
        var (level, nodes) = (1, steps / 4)
        while nodes > 0 {
            // Above the sample's own levels the highest one is told again.
            let base = min(level, 4)
            let count = 600 >> (2 * base)
            try db.execute(
                sql: """
                    \(numbers) INSERT OR IGNORE INTO pyramid
                    SELECT (? << 48) | (k - 1),
                        (SELECT nodes FROM pyramid WHERE id = (? << 48) | ((k - 1) % ?))
                    FROM k
                    """, arguments: [nodes, level, base, count])
            (level, nodes) = (level + 1, nodes / 4)
        }
        try db.execute(
            sql: """
                INSERT INTO revision_group
                SELECT id + (? << 16), task, turn, depth, mode, parent + (? << 32), record
                FROM revision_group WHERE id >> 16 BETWEEN 501 AND 600
                """, arguments: [steps - 600, steps - 600])
        try db.execute(
            sql: """
                UPDATE state SET step = ? WHERE step = 600;
                """, arguments: [steps])
        try db.execute(
            sql: "UPDATE configuration SET value = ? WHERE key = 'steps'",
            arguments: [String(steps)])
    }
}
