import Foundation

/// A folder for one test.
struct TestFolder {
    private let path = FileManager.default.temporaryDirectory
        .appending(path: "redraft-tests-\(UUID().uuidString)")

    /// Writes a file, replacing the one before.
    ///
    /// - Parameter text: what it holds.
    /// - Returns: its path.
    /// - Throws: what the system says.
    func write(_ text: String) throws -> String {
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        let file = path.appending(path: "file")
        try Data(text.utf8).write(to: file)
        return file.path()
    }

    /// Removes the folder.
    func remove() { try? FileManager.default.removeItem(at: path) }
}
