import Foundation

/// A terminal that a test holds the other end of: byte by byte, without anything that draws.
final class Pseudoterminal {
    /// The end a program takes for its terminal.
    let terminal: Int32
    private var controller: Int32

    /// What ends a frame: the end of a synchronised update.
    static let frameEnd = Array("\u{1b}[?2026l".utf8)

    /// Makes one; nil if the system has none left.
    ///
    /// - Parameters:
    ///   - columns: its width.
    ///   - rows: its height.
    init?(columns: Int = 80, rows: Int = 24) {
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
        resize(columns: columns, rows: rows)
    }

    deinit {
        hangUp()
        close(terminal)
    }

    /// Gives the window another size; a program whose controlling terminal this is gets the signal.
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
            if count < 0, errno == EAGAIN {
                // The line is full: the program must read, and may write meanwhile.
                _ = takeBytes(upTo: 0.01)
                continue
            }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// The line goes dead.
    func hangUp() {
        guard controller >= 0 else { return }
        close(controller)
        controller = -1
    }

    /// What was drawn on it and not read yet.
    func read() -> String { String(decoding: takeBytes(upTo: 0), as: UTF8.self) }

    /// Waits for bytes and takes those that are there.
    ///
    /// - Parameter seconds: the longest wait for the first.
    /// - Returns: the bytes; none when the time was up or the line is dead.
    func takeBytes(upTo seconds: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        var ready = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        // Rounded up: a wait cut short would spin.
        guard poll(&ready, 1, Int32((seconds * 1000).rounded(.up))) > 0 else { return bytes }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Foundation.read(controller, &buffer, buffer.count)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Waits for the end of a frame that has begun or will.
    ///
    /// - Parameter seconds: the longest wait.
    /// - Returns: all bytes up to it; nil if it did not come.
    func frame(upTo seconds: Double = patience) -> [UInt8]? {
        var bytes: [UInt8] = []
        let end = ContinuousClock.now + .seconds(seconds)
        while !bytes.ends(with: Self.frameEnd) {
            let left = (end - ContinuousClock.now) / .seconds(1)
            guard left > 0 else { return nil }
            bytes += takeBytes(upTo: left)
        }
        return bytes
    }

    /// What was written, without the sequences that move and colour.
    static func text(of bytes: some Collection<UInt8>) -> String {
        var plain: [UInt8] = []
        var isSequence = false
        for byte in bytes {
            if byte == 0x1b {
                isSequence = true
            } else if isSequence {
                // A letter ends one; ESC [ and ESC ( go on.
                isSequence = !(byte >= 0x40 && byte != UInt8(ascii: "["))
            } else {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// Takes bytes until none have come for some time.
    ///
    /// - Parameters:
    ///   - quiet: seconds without any.
    ///   - seconds: the longest wait.
    /// - Returns: whether it became quiet.
    func settle(quiet: Double = 0.5, upTo seconds: Double = patience) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while !takeBytes(upTo: quiet).isEmpty {
            guard ContinuousClock.now < end else { return false }
        }
        return true
    }
}

extension [UInt8] {
    func ends(with tail: [UInt8]) -> Bool { suffix(tail.count).elementsEqual(tail) }
}
