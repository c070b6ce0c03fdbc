import GRDB
import Runs

/// The format of `run.sqlite`, version 4.
///
/// The file is an SQLite database with `application_id` 0x72647274 ("rdrt") and the version in
/// `user_version`. While a run is written it is in WAL mode; one connection writes and checkpoints
/// the WAL, readers are read-only. Closing turns it into a plain file without `-wal` and `-shm`.
///
///     meta            key, value: command, created, kernel_path; of a fork forked_from, forked_at
///     configuration   key, value: every key of the configuration that the run began with, as text;
///                     what was changed later, in a fork's ancestors too, is in `edit`
///     metric          place, name: what stands where in a row of metrics
///     step            step; metrics; depths; changes
///                       metrics: eight bytes a metric in the order of `metric`, NaN where absent,
///                                the low byte first (`MetricCoding`)
///                       depths:  scores by depth (`DepthCoding`)
///                       changes: what happened to the buffer (`BufferCoding`)
///     pyramid         id = level << 48 | index; nodes: count, minimum, maximum, mean and last of
///                     every metric over 4^level steps, single precision; node i of level n covers
///                     steps i 4^n + 1 to (i + 1) 4^n, and exists once all of them are there
///     keyframe        step; entries: the whole buffer after it (`BufferCoding`)
///     revision_group  id = step << 16 | index; task, turn, depth, mode, and parent =
///                     step << 32 | group << 16 | completion for search; record (`GroupCoding`)
///     outline         step; groups: what each group offers to a search for chains (`GroupOutline`)
///     depth_pyramid   id as in `pyramid`; scores by depth over 4^level steps, levels from 2
///     warm_start      one row a record
///     evaluation      step, split, count, samples, temperature; record as JSON
///     search          step, number; task; record: one search of an evaluation (`SearchCoding`)
///     alarm           step, kind, raised; value, message
///     edit            settings changed by a person, a fork or a resume with more steps: the last
///                     step with the old value, key, old and new value, time
///     command         what a person told the run, and the step after which it took effect
///     log             lines
///     state           phases and ends, in order; the last row is how the run stands
///
/// Rows of `step`, `pyramid`, `keyframe`, `revision_group`, `outline`, `depth_pyramid`, `warm_start`,
/// `evaluation`, `search` and `alarm` follow from the trajectory and are removed when a resume goes back before
/// them. `edit`, `command`, `log` and `state` are history and never removed.
///
/// A reader opens older versions as they are. `outline` and `depth_pyramid`, new in version 2, only
/// save work: what they lack, as in a run that began with version 1, is made from the rows below.
/// `edit` is new in version 3; a run without it was never edited. `search` is new in version 4; a run
/// without it recorded no searches.
enum Schema {
    static let applicationID: Int32 = 0x7264_7274
    static let version = 4
    /// Smaller ranges of steps than 4^2 are not worth a node of `depth_pyramid`.
    static let lowestDepthLevel = 2

    /// A released migration is never edited; a change of the format is one more.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(
                sql: """
                    PRAGMA application_id = \(applicationID);
                    PRAGMA user_version = 1;
                    CREATE TABLE meta (
                        key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE TABLE configuration (
                        key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE TABLE metric (
                        place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
                    CREATE TABLE step (
                        step INTEGER PRIMARY KEY, metrics BLOB NOT NULL, depths BLOB NOT NULL,
                        changes BLOB NOT NULL) STRICT;
                    CREATE TABLE pyramid (id INTEGER PRIMARY KEY, nodes BLOB NOT NULL) STRICT;
                    CREATE TABLE keyframe (step INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
                    CREATE TABLE revision_group (
                        id INTEGER PRIMARY KEY, task INTEGER NOT NULL, turn INTEGER NOT NULL,
                        depth INTEGER NOT NULL, mode INTEGER NOT NULL, parent INTEGER,
                        record BLOB NOT NULL) STRICT;
                    CREATE INDEX revision_group_parent ON revision_group (parent)
                        WHERE parent IS NOT NULL;
                    CREATE TABLE warm_start (
                        step INTEGER PRIMARY KEY, steps INTEGER NOT NULL, loss REAL,
                        learning_rate REAL, solve REAL, pass_at REAL) STRICT;
                    CREATE TABLE evaluation (
                        step INTEGER NOT NULL, split TEXT NOT NULL, count INTEGER NOT NULL,
                        samples INTEGER NOT NULL, temperature REAL NOT NULL, record TEXT NOT NULL,
                        PRIMARY KEY (step, split, count, samples, temperature)) STRICT;
                    CREATE TABLE alarm (
                        step INTEGER NOT NULL, kind TEXT NOT NULL, raised INTEGER NOT NULL,
                        value REAL, message TEXT NOT NULL,
                        PRIMARY KEY (step, kind, raised)) STRICT;
                    CREATE TABLE command (
                        id INTEGER PRIMARY KEY, step INTEGER NOT NULL, time REAL NOT NULL,
                        command TEXT NOT NULL) STRICT;
                    CREATE TABLE log (
                        id INTEGER PRIMARY KEY, time REAL NOT NULL, level INTEGER NOT NULL,
                        step INTEGER NOT NULL, message TEXT NOT NULL) STRICT;
                    CREATE TABLE state (
                        id INTEGER PRIMARY KEY, time REAL NOT NULL, step INTEGER NOT NULL,
                        phase TEXT NOT NULL, ending TEXT) STRICT;
                    """)
        }
        migrator.registerMigration("2") { db in
            try db.execute(
                sql: """
                    CREATE TABLE outline (step INTEGER PRIMARY KEY, groups BLOB NOT NULL) STRICT;
                    CREATE TABLE depth_pyramid (
                        id INTEGER PRIMARY KEY, scores BLOB NOT NULL) STRICT;
                    PRAGMA user_version = 2;
                    """)
        }
        migrator.registerMigration("3") { db in
            try db.execute(
                sql: """
                    CREATE TABLE edit (
                        id INTEGER PRIMARY KEY, step INTEGER NOT NULL, key TEXT NOT NULL,
                        old TEXT NOT NULL, new TEXT NOT NULL, time REAL NOT NULL) STRICT;
                    PRAGMA user_version = 3;
                    """)
        }
        migrator.registerMigration("4") { db in
            try db.execute(
                sql: """
                    CREATE TABLE search (
                        step INTEGER NOT NULL, number INTEGER NOT NULL, task INTEGER NOT NULL,
                        record BLOB NOT NULL, PRIMARY KEY (step, number)) STRICT, WITHOUT ROWID;
                    PRAGMA user_version = 4;
                    """)
        }
        return migrator
    }

    /// The row id of a group; nil for places no run has.
    static func groupID(step: Int, index: Int) -> Int64? {
        guard (0..<1 << 40).contains(step), (0..<1 << 16).contains(index) else { return nil }
        return Int64(step << 16 | index)
    }

    /// A revision's place in one number; nil for places no run has.
    static func revisionKey(_ id: RevisionID) -> Int64? {
        guard (0..<1 << 30).contains(id.step), (0..<1 << 16).contains(id.group),
            (0..<1 << 16).contains(id.completion)
        else { return nil }
        return Int64(id.step << 32 | id.group << 16 | id.completion)
    }

    static func pyramidID(level: Int, index: Int) -> Int64 {
        Int64(level << 48 | index)
    }
}
