import GRDB

/// The library that reads and writes stores.
public enum StoreLibrary {
    /// SQLite's version, such as `3.40.1`; `unknown` if it does not work at all.
    public static var version: String {
        let version = try? DatabaseQueue().read { db in
            try String.fetchOne(db, sql: "SELECT sqlite_version()")
        }
        return version ?? "unknown"
    }
}
