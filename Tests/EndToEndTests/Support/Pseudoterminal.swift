import Foundation

/// A terminal that a test holds the other end of.
final class Pseudoterminal {
    /// The end a program takes for its terminal.
    let terminal: Int32
    private let controller: Int32

    /// Makes one of 80 columns and 24 rows; nil if the system has none left.
    init?() {
        // Swift does not see posix_openpt and its kin; these are the calls they make on Linux.
        let unlock: UInt = 0x4004_5431
        let askNumber: UInt = 0x8004_5430
        var locked: Int32 = 0
        var number: UInt32 = 0
        controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard controller >= 0, ioctl(controller, unlock, &locked) == 0,
            ioctl(controller, askNumber, &number) == 0
        else { return nil }
        terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    }

    deinit {
        close(controller)
        close(terminal)
    }

    /// What was drawn on it and not read yet.
    func read() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Foundation.read(controller, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
