import Foundation
import Runs

/// Where a run lives on disk: `runs/<name>/` and the files in it.
public struct RunFolder: Hashable, Sendable {
    /// The run.
    public let run: RunID
    /// The folder.
    public let path: String

    init(run: RunID, path: String) {
        self.run = run
        self.path = path
    }

    /// The store.
    public var database: String { path + "/run.sqlite" }
    /// The configuration as resolved.
    public var configuration: String { path + "/config.yaml" }
    /// The folder of the checkpoints.
    public var checkpoints: String { path + "/checkpoints" }
    /// The log's file.
    public var log: String { path + "/redraft.log" }
    /// The control socket; reach it through the folder's descriptor, for a socket's path is short.
    public var controlSocket: String { path + "/control.sock" }
    var lockFile: String { path + "/lock" }

    /// Makes the folder of a new run and takes its lock.
    ///
    /// A folder left by a run that was killed before anything was committed is taken over.
    ///
    /// - Parameters:
    ///   - run: its name.
    ///   - runs: the folder of runs, made if it is not there.
    ///   - configurationText: what `config.yaml` will hold.
    /// - Returns: the folder, and the right to write it.
    /// - Throws: `StoreError` with code `.nameTaken` if anything of this name exists there.
    public static func create(_ run: RunID, in runs: String, configurationText: String)
        throws(StoreError) -> (folder: RunFolder, lock: RunLock)
    {
        let files = SystemFiles()
        try makeFolders(runs)
        HiddenFolder.sweep(in: runs)
        let folder = try reserve(run, in: runs)
        do throws(StoreError) {
            let lock = try RunLock(path: folder.lockFile)
            try files.makeFolder(folder.checkpoints)
            try files.writeFile(folder.configuration, Array(configurationText.utf8))
            try files.syncFolder(folder.path)
            try files.syncFolder(runs)
            return (folder, lock)
        } catch {
            // The folder was made here and holds nothing of worth; what can't be removed stays.
            try? files.remove(folder.path)
            throw error
        }
    }

    /// The folder of a run that exists.
    ///
    /// - Parameter path: the folder.
    /// - Returns: the folder; its store is not yet opened.
    /// - Throws: `StoreError` with code `.missing` if it holds no run.
    public static func open(_ path: String) throws(StoreError) -> RunFolder {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        let absolute = path.hasPrefix("/") ? path : currentFolder() + "/" + path
        let name = (absolute as NSString).standardizingPath.split(separator: "/").last ?? ""
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw StoreError(.missing, path: path, "there is no such run")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw StoreError(.missing, path: path, "is not a run's folder")
        }
        guard stat(path + "/run.sqlite", &status) == 0 else {
            throw StoreError(.missing, path: path, "holds no run: run.sqlite is missing")
        }
        guard let run = RunID(String(name)) else {
            throw StoreError(
                .missing, path: path, "'\(name)' is no name of a run; expected \(RunID.accepted)")
        }
        return RunFolder(run: run, path: path)
    }

    /// The folder of a run that a person named: a folder, or a name in one of several folders.
    ///
    /// - Parameters:
    ///   - text: what the person wrote.
    ///   - folders: the folders of runs, looked through in order.
    /// - Returns: the folder; its store is not yet opened.
    /// - Throws: `StoreError` with code `.missing` naming where it was looked for.
    public static func find(_ text: String, in folders: [String]) throws(StoreError) -> RunFolder {
        if text.contains("/") || text == "." || text == ".." { return try open(text) }
        if let run = RunID(text) {
            for folder in folders where access(folder + "/" + run.name, F_OK) == 0 {
                return try open(folder + "/" + run.name)
            }
        }
        var status = stat()
        if stat(text, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return try open(text) }
        let places = folders.isEmpty ? "the working directory" : folders.joined(separator: ", ")
        throw StoreError(.missing, path: text, "there is no such run in \(places)")
    }

    /// Takes the right to write the run.
    ///
    /// - Returns: the lock; it holds as long as the value lives.
    /// - Throws: `StoreError` with code `.locked` naming the process that holds it.
    public func takeLock() throws(StoreError) -> RunLock {
        try RunLock(path: lockFile)
    }

    /// Whether a process writes the run now, and its number where that is known.
    public var writer: (isWriting: Bool, pid: Int?) {
        let holder = RunLock.holder(path: lockFile)
        return (holder.isHeld, holder.pid)
    }

    /// Replaces `config.yaml`, all or nothing.
    ///
    /// - Parameter text: what it will hold.
    /// - Throws: `StoreError` if it can't be written; the old one stays.
    public func writeConfiguration(_ text: String) throws(StoreError) {
        try SystemFiles().replaceFile(configuration, Array(text.utf8))
    }

    /// Makes a folder and those above it that are missing.
    static func makeFolders(_ path: String) throws(StoreError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StoreError(
                .system(errno: errno), path: path,
                "can't be created; name another folder or check its permissions")
        }
    }

    private static func currentFolder() -> String {
        FileManager.default.currentDirectoryPath
    }
}
