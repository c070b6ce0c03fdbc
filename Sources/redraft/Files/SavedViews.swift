import Foundation
import Runs

/// How runs were looked at, one small file each.
///
/// Convenience only: what can't be read or written is as if it had never been there.
struct SavedViews: Sendable {
    /// The folder of the files.
    let folder: String

    /// More than any dashboard writes.
    private static let limit = 64 << 10

    /// What was kept for a run.
    ///
    /// - Parameter run: its folder.
    /// - Returns: nil if nothing was.
    func view(of run: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path(of: run)),
            data.count <= Self.limit
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// Keeps how a run is looked at.
    ///
    /// - Parameters:
    ///   - text: what the dashboard gave.
    ///   - run: its folder.
    func keep(_ text: String, for run: String) {
        guard text.utf8.count <= Self.limit else { return }
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        _ = FileManager.default.createFile(
            atPath: path(of: run), contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600])
    }

    /// A run is known by its whole path, which may hold anything.
    private func path(of run: String) -> String {
        let whole = URL(filePath: run).standardizedFileURL.resolvingSymlinksInPath().path
        return folder + "/" + SHA256.digest(of: Array(whole.utf8)).hex.prefix(32)
    }
}
