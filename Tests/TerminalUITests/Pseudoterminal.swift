import Glibc

/// A terminal that a test holds the other end of.
final class Pseudoterminal {
    /// The end a program draws on.
    let terminal: CInt
    /// The test's end; -1 after ``hangUp()``.
    private(set) var controller: CInt
    /// Everything the program wrote so far.
    private(set) var received: [UInt8] = []

    init?(columns: Int, rows: Int) {
        // posix_openpt and its kin are hidden from Swift; these are the calls they make on Linux.
        let unlock: UInt = 0x4004_5431
        let askNumber: UInt = 0x8004_5430
        var locked: CInt = 0
        var number: CUnsignedInt = 0
        controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard controller >= 0, ioctl(controller, unlock, &locked) == 0,
            ioctl(controller, askNumber, &number) == 0
        else { return nil }
        terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        resize(columns: columns, rows: rows)
        _ = fcntl(controller, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if controller >= 0 { close(controller) }
        close(terminal)
    }

    func resize(columns: Int, rows: Int) {
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    }

    /// Types: what the program reads.
    func type(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Takes what the program wrote since the last time.
    @discardableResult
    func read() -> String {
        var fresh: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(controller, &buffer, buffer.count)
            guard count > 0 else { break }
            fresh += buffer[..<count]
        }
        received += fresh
        return String(decoding: fresh, as: UTF8.self)
    }

    /// The line goes dead.
    func hangUp() {
        close(controller)
        controller = -1
    }

    /// The terminal's modes, as bytes to compare.
    var modes: [UInt32] {
        var modes = termios()
        tcgetattr(terminal, &modes)
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }
}
