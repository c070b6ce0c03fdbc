import Foundation
import Runs

extension RunFolder {
    /// The name of the folder of archived runs within a folder of runs.
    public static let archiveName = "archive"

    /// The folder it lies in.
    private var parent: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// Whether it lies among the archived runs.
    public var isArchived: Bool {
        (parent as NSString).lastPathComponent == Self.archiveName
    }

    /// Puts the run away among the archived ones, which are listed apart.
    ///
    /// - Returns: the folder at its new place.
    /// - Throws: `StoreError` if a process writes the run, if it is archived already, or if the
    ///   archive has one of this name.
    @discardableResult
    public func archive() throws(StoreError) -> RunFolder {
        guard !isArchived else {
            throw StoreError(.nameTaken, path: path, "is archived already")
        }
        let archive = parent + "/" + Self.archiveName
        guard !SealedFolder.exists(archive + "/run.sqlite") else {
            throw StoreError(
                .nameTaken, path: archive, "is a run: archive or rename that one by hand first")
        }
        try Self.makeFolders(archive)
        return try move(to: archive)
    }

    /// Takes the run out of the archive.
    ///
    /// - Returns: the folder at its new place.
    /// - Throws: `StoreError` if it is not archived, or if its name is taken meanwhile.
    @discardableResult
    public func unarchive() throws(StoreError) -> RunFolder {
        guard isArchived else { throw StoreError(.missing, path: path, "is not archived") }
        let runs = (parent as NSString).deletingLastPathComponent
        return try move(to: runs.isEmpty ? "." : runs)
    }

    /// Removes the run, all at once: a crash leaves all of it, or nothing that counts as a run.
    ///
    /// - Throws: `StoreError` with code `.locked` if a process writes it.
    public func delete() throws(StoreError) {
        let lock = try takeLock()
        let aside = try HiddenFolder.name(.deleted, for: run, in: parent)
        let files = SystemFiles()
        try files.rename(path, to: aside)
        try files.syncFolder(parent)
        withExtendedLifetime(lock) {}
        try files.remove(aside)
    }

    private func move(to place: String) throws(StoreError) -> RunFolder {
        // While it is written, the writer's paths must stay true.
        let lock = try takeLock()
        let target = try Self.reserve(run, in: place)
        let files = SystemFiles()
        do throws(StoreError) {
            // Onto an empty folder, which the system replaces.
            try files.rename(path, to: target.path)
        } catch {
            // Only the empty folder made here.
            rmdir(target.path)
            throw error
        }
        try files.syncFolder(place)
        try files.syncFolder(parent)
        withExtendedLifetime(lock) {}
        return target
    }
}
