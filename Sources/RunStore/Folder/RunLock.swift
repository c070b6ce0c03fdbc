import Foundation

/// The right to write a run: one process at a time.
///
/// The system takes the lock back when the process ends, however it ends, so a lock is never
/// stale. Not for network file systems, where such locks may not exclude.
public final class RunLock: Sendable {
    /// The lock's file.
    public let path: String
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Parameter path: its file, made if it is not there.
    /// - Throws: `StoreError` with code `.locked` naming the process that holds it.
    init(path: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(path, "can't be opened for the run's lock") }
        // A reader that asks who writes holds the lock for microseconds: hence several tries.
        var tries = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let number = errno
            tries += 1
            if number == EINTR { continue }
            guard number == EWOULDBLOCK, tries < 20 else {
                let holder = Self.text(of: descriptor)
                close(descriptor)
                if number != EWOULDBLOCK {
                    errno = number
                    throw .system(path, "can't be locked")
                }
                throw Self.refusal(path: path, holder: holder)
            }
            usleep(2000)
        }
        self.path = path
        self.descriptor = descriptor
        // The text only helps people; the lock holds without it, so a full disk is no obstacle.
        ftruncate(descriptor, 0)
        let text = Array("\(getpid()) \(ProcessInfo.processInfo.hostName)\n".utf8)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// What the system knows of the lock's file.
    func status(_ status: inout stat) -> Bool { fstat(descriptor, &status) == 0 }

    /// Who holds a lock now.
    ///
    /// - Parameter path: the lock's file.
    /// - Returns: `isHeld`, and the holder's process number where it can be read.
    static func holder(path: String) -> (isHeld: Bool, pid: Int?) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return (false, nil) }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else {
            return (false, nil)
        }
        return (true, pid(in: text(of: descriptor)))
    }

    private static func refusal(path: String, holder: String) -> StoreError {
        let pid = pid(in: holder)
        let words = holder.split(separator: " ")
        let host = words.count > 1 ? " on \(words[1])" : ""
        let who = pid.map { "process \($0)\(host)" } ?? "another process"
        return StoreError(
            .locked(pid: pid), path: (path as NSString).deletingLastPathComponent,
            "is being written by \(who); watch it, or stop it first")
    }

    private static func pid(in text: String) -> Int? {
        text.split(separator: " ").first.flatMap { Int($0) }
    }

    private static func text(of descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let line = bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        // Whatever the file holds goes onto one line of an error message.
        return String(decoding: line.filter { (0x20..<0x7f).contains($0) }, as: UTF8.self)
    }
}
