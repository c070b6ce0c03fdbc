import Foundation

/// Where an export goes: a new file that appears only when it is whole, or standard output.
final class ExportOutput: Sendable {
    /// Why nothing more is written though nothing went wrong: the reader of a pipe has gone.
    struct ReaderGone: Error {}

    /// The file's path; nil is standard output.
    let path: String?
    private let temporary: String?
    private let descriptor: Int32

    /// Standard output.
    init() {
        (path, temporary, descriptor) = (nil, nil, STDOUT_FILENO)
    }

    /// A new file, under another name beside it until it is whole.
    ///
    /// - Parameter path: the file's path; nothing may be there.
    /// - Throws: `Failure` if something is there, or nothing can be written there.
    init(newFile path: String) throws(Failure) {
        var status = stat()
        guard lstat(path, &status) != 0 else { throw Self.taken(path) }
        let folder = (path as NSString).deletingLastPathComponent
        let name = (path as NSString).lastPathComponent
        let temporary = (folder.isEmpty ? "" : folder + "/") + ".\(name).partial-\(getpid())"
        let descriptor = open(
            temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.system(path, "can't be created") }
        self.path = path
        self.temporary = temporary
        self.descriptor = descriptor
    }

    /// Writes all of some text.
    ///
    /// - Parameter text: what to write.
    /// - Throws: `ReaderGone`, or `Failure` if it can't be written.
    func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = Foundation.write(
                    descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EPIPE, path == nil { throw ReaderGone() }
                if count == 0 { errno = ENOSPC }
                guard count > 0 else { throw Self.system(path ?? "-", "can't be written") }
                offset += count
            }
        }
    }

    /// Gives the file its name.
    ///
    /// - Throws: `Failure` if it can't be written to the disk, or something has taken the name.
    func finish() throws(Failure) {
        guard let path, let temporary else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0 else {
            throw Self.system(path, "can't be written")
        }
        // Not a rename, which would replace a file that has come up meanwhile.
        if link(temporary, path) == 0 {
            unlink(temporary)
            return
        }
        guard errno != EEXIST else { throw Self.taken(path) }
        // Some file systems know no links.
        guard rename(temporary, path) == 0 else { throw Self.system(path, "can't be named") }
    }

    /// Leaves nothing behind; may be called on any thread, at any time.
    func discard() {
        if let temporary { unlink(temporary) }
    }

    private static func taken(_ path: String) -> Failure {
        .usage("\(path): is there already; choose another name, or remove it first")
    }

    private static func system(_ path: String, _ what: String) -> Failure {
        .usage("\(path): \(what): \(String(cString: strerror(errno)))")
    }
}
