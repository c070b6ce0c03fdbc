import Foundation

/// Tells when a theme's file was saved: by editors that write in place and by those that put a new
/// file in the old one's stead.
final class ThemeWatch {
    /// Becomes readable when something in the file's folder happened; -1 where the system has no
    /// such thing left, and then nothing is ever told.
    let descriptor: CInt
    private var folder: CInt = -1
    private var name = ""

    /// Watches nothing yet.
    init() {
        descriptor = inotify_init1(CInt(IN_NONBLOCK | IN_CLOEXEC))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Watches another file from now on.
    ///
    /// - Parameter path: the file; nil for none.
    func follow(_ path: String?) {
        guard descriptor >= 0 else { return }
        if folder >= 0 { inotify_rm_watch(descriptor, folder) }
        folder = -1
        guard let path else { return }
        name = (path as NSString).lastPathComponent
        let place = (path as NSString).deletingLastPathComponent
        // The folder, for a new file in the old one's stead is another file.
        folder = inotify_add_watch(
            descriptor, place.isEmpty ? "." : place, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO))
    }

    /// Takes what has happened since the last call.
    ///
    /// - Returns: whether the file may have changed.
    func takeChanges() -> Bool {
        var isChanged = false
        var buffer = [UInt8](repeating: 0, count: 4096)
        while descriptor >= 0 {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            let header = MemoryLayout<inotify_event>.size
            var at = 0
            while at + header <= count {
                let event = buffer.withUnsafeBytes {
                    $0.loadUnaligned(fromByteOffset: at, as: inotify_event.self)
                }
                let end = min(count, at + header + Int(event.len))
                let bytes = buffer[(at + header)..<end].prefix { $0 != 0 }
                // After an overflow nobody knows what was missed.
                if event.mask & UInt32(IN_Q_OVERFLOW) != 0
                    || (event.wd == folder && String(decoding: bytes, as: UTF8.self) == name)
                {
                    isChanged = true
                }
                at = end
            }
        }
        return isChanged
    }
}
