import Foundation
import GRDB
import Runs

/// One run in a folder of runs, as a browser shows it.
public struct RunListing: Hashable, Sendable {
    /// How the run stands.
    public enum Standing: Hashable, Sendable {
        /// A process writes it now; its number where that is known.
        case live(pid: Int?)
        /// It ended. A run that was killed counts as interrupted.
        case ended(RunEnd)
        /// It can't be read: one line that says why.
        case unreadable(String)

        /// One lower-case word.
        public var word: String {
            switch self {
            case .live: "live"
            case .ended(let end): end.word
            case .unreadable: "unreadable"
            }
        }
    }

    /// The name of its folder.
    public let name: String
    /// Its folder.
    public let path: String
    /// How it stands.
    public private(set) var standing = Standing.unreadable("")
    /// The last step in its store.
    public private(set) var step = 0
    /// Its configuration; nil if it can't be read.
    public private(set) var configuration: RunConfiguration?
    /// The command that made it; empty if it can't be read.
    public private(set) var command = ""
    /// Seconds since 1970 at which it was created; 0 if it can't be read.
    public private(set) var created = 0.0
    /// Seconds since 1970 at which its store last changed.
    public let changed: Double
    /// Bytes of all its files.
    public let byteCount: Int
    /// Bytes of its checkpoints among them.
    public let checkpointByteCount: Int
    /// Bytes of its store among them.
    public let storeByteCount: Int
    /// Its mean reward from the first step to the newest, in at most `sparklinePoints` values.
    public private(set) var rewards: [Double] = []
    /// Its newest evaluation; nil before the first.
    public private(set) var evaluation: EvaluationRecord?
    /// The run and the step it was forked from; nil if it is no fork.
    public private(set) var origin: RunOrigin?

    /// The most values of `rewards`.
    public static let sparklinePoints = 32

    /// The runs in a folder, the last changed first.
    ///
    /// Anything in the folder that is no run is passed over; a run that can't be read is listed
    /// with the reason.
    ///
    /// - Parameter path: the folder of runs; none are listed if it is not there.
    /// - Returns: the runs.
    public static func runs(in path: String) -> [RunListing] {
        // A folder that is not there, or can't be read, has no runs to show.
        let names = ((try? folderEntries(path)) ?? []).filter { !$0.hasPrefix(".") }
        return names.compactMap { listing(path + "/" + $0, name: $0) }.sorted {
            ($1.changed, $0.name) < ($0.changed, $1.name)
        }
    }

    private static func listing(_ path: String, name: String) -> RunListing? {
        var status = stat()
        guard stat(path + "/run.sqlite", &status) == 0 else { return nil }
        var changed = Double(status.st_mtim.tv_sec)
        if stat(path + "/run.sqlite-wal", &status) == 0 {
            changed = max(changed, Double(status.st_mtim.tv_sec))
        }
        var listing = RunListing(
            name: name, path: path, changed: changed, byteCount: byteCount(of: path, depth: 3),
            checkpointByteCount: byteCount(of: path + "/checkpoints", depth: 2),
            storeByteCount: ["", "-wal", "-shm"].reduce(0) {
                $0 + byteCount(of: path + "/run.sqlite" + $1, depth: 0)
            })
        do throws(StoreError) {
            let folder = try RunFolder.open(path)
            let queue = try StoreConnection.reader(folder.database)
            // A connection that can't be closed goes with the process.
            defer { try? queue.close() }
            let writer = folder.writer
            try StoreConnection.translating(path) {
                try queue.read { db in try listing.read(db, folder: folder, writer: writer) }
            }
        } catch {
            listing.standing = .unreadable(error.reason)
        }
        return listing
    }

    private init(
        name: String, path: String, changed: Double, byteCount: Int, checkpointByteCount: Int,
        storeByteCount: Int
    ) {
        self.name = name
        self.path = path
        self.changed = changed
        self.byteCount = byteCount
        self.checkpointByteCount = checkpointByteCount
        self.storeByteCount = storeByteCount
    }

    private mutating func read(
        _ db: Database, folder: RunFolder, writer: (isWriting: Bool, pid: Int?)
    ) throws {
        let description = try StoreQueries.description(db, folder: folder)
        let history = HistoryReader(
            db: db, folder: folder, configuration: description.configuration,
            places: (try? EventWriter.metricPlaces(db)) ?? [], formatting: TokenNumbers(),
            isCancelled: { false })
        let end = try history.state()?.end
        step = try history.lastStep()
        // A damaged curve or evaluation is no reason to call the whole run unreadable.
        rewards =
            (try? history.series([.reward], steps: nil, points: Self.sparklinePoints).first)
            .map { $0.buckets.map(\.mean) } ?? []
        evaluation = try? history.evaluations(upTo: nil).last
        configuration = description.configuration
        command = description.command
        created = description.created
        origin = description.origin
        standing =
            writer.isWriting ? .live(pid: writer.pid) : .ended(end ?? .interrupted)
    }

    /// Bytes of the files in a folder; links are not followed.
    private static func byteCount(of path: String, depth: Int) -> Int {
        var status = stat()
        guard lstat(path, &status) == 0 else { return 0 }
        guard status.st_mode & S_IFMT == S_IFDIR else { return Int(status.st_size) }
        guard depth > 0 else { return 0 }
        let names = (try? folderEntries(path)) ?? []
        return names.reduce(0) { $0 + byteCount(of: path + "/" + $1, depth: depth - 1) }
    }
}
