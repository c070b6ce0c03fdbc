import Foundation

/// Replaces the standard streams.
enum StreamSwitch {
    /// Points input, output and errors to nowhere: the terminal is gone.
    static func toNowhere() {
        let descriptor = open("/dev/null", O_RDWR)
        guard descriptor >= 0 else { return }
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] { dup2(descriptor, stream) }
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// Appends standard error to a file, so that nothing disturbs the screen.
    ///
    /// - Parameter path: the file; made if it is not there.
    /// - Returns: gives standard error back when called; nil if the file can't be written.
    static func errorsToFile(_ path: String) -> (() -> Void)? {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return nil }
        let before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        dup2(descriptor, STDERR_FILENO)
        close(descriptor)
        return {
            guard before >= 0 else { return }
            dup2(before, STDERR_FILENO)
            close(before)
        }
    }
}
