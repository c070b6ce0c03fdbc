import Foundation

/// A client's end of the socket; closed when its last user lets go of it.
///
/// A descriptor that is closed while another thread reads from it may be given to another file, which
/// that thread would then read.
final class Connection: Sendable {
    let descriptor: Int32

    /// Connects to the trainer of a run.
    ///
    /// - Parameters:
    ///   - folder: the run's folder.
    ///   - patience: seconds that connecting, a read or a write may take.
    /// - Throws: `ControlError` if no trainer listens.
    init(folder: String, patience: Int) throws(ControlError) {
        descriptor = try Socket.connect(
            in: folder, name: ControlProtocol.socketName, patience: patience)
    }

    deinit { close(descriptor) }

    /// Sets how long a read may take; 0 for ever.
    func wait(seconds: Int) {
        Socket.setLimit(descriptor, SO_RCVTIMEO, seconds: seconds)
    }

    /// Ends the conversation: whoever reads gets the end.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Sends one request, which always fits unless the other end has stopped reading.
    ///
    /// - Returns: whether it was sent; never waits.
    func send(_ request: ControlRequest) -> Bool {
        let bytes = Array((request.line + "\n").utf8)
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        return Glibc.send(descriptor, bytes, bytes.count, flags) == bytes.count
    }
}

/// Lines from a blocking socket, each of bounded length.
struct LineReader: Sendable {
    private let connection: Connection
    private var buffer: [UInt8] = []

    init(connection: Connection) {
        self.connection = connection
    }

    /// The next line without its end; nil at the end, on an error, or past the bound.
    ///
    /// `errno` is `EAGAIN` if the other end was silent for the connection's time limit, else not.
    mutating func next() -> [UInt8]? {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0a) {
                let line = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                return line
            }
            searched = buffer.count
            guard buffer.count < ControlProtocol.responseLimit else {
                errno = EMSGSIZE
                return nil
            }
            var part = [UInt8](repeating: 0, count: 1 << 16)
            let count = recv(connection.descriptor, &part, part.count, 0)
            if count < 0, errno == EINTR { continue }
            if count == 0 { errno = 0 }
            guard count > 0 else { return nil }
            buffer += part[..<count]
        }
    }
}
