import Foundation

/// A Unix socket in a folder, however long the folder's path is.
///
/// A socket's address holds 108 bytes. The folder is opened, and the address goes through its
/// descriptor: `/proc/self/fd/7/control.sock`.
enum Socket {
    /// Listens in a folder; a socket left behind by a dead process is replaced.
    static func listen(in folder: String, name: String) throws(ControlError) -> Int32 {
        let path = "\(folder)/\(name)"
        let directory = try open(folder)
        defer { close(directory) }
        let descriptor = try make()
        // The mode of the descriptor is the one the file is made with; no one else gets in between.
        fchmod(descriptor, 0o600)
        unlinkat(directory, name, 0)
        guard address(directory, name, { Glibc.bind(descriptor, $0, $1) }) == 0,
            Glibc.listen(descriptor, 16) == 0
        else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw ControlError("\(path): can't listen: \(reason)")
        }
        setNonBlocking(descriptor)
        return descriptor
    }

    /// Connects to a folder's socket.
    ///
    /// - Parameters:
    ///   - folder: the run's folder.
    ///   - name: the socket's name in it.
    ///   - patience: seconds that connecting, and each read and write later, may take.
    /// - Returns: the descriptor.
    /// - Throws: `ControlError` if nothing listens.
    static func connect(
        in folder: String, name: String, patience: Int = 10
    ) throws(ControlError) -> Int32 {
        let directory = try open(folder)
        defer { close(directory) }
        let descriptor = try make()
        // A stopped trainer's queue of connections fills, and then connecting waits too.
        setLimit(descriptor, SO_SNDTIMEO, seconds: patience)
        setLimit(descriptor, SO_RCVTIMEO, seconds: patience)
        guard address(directory, name, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            let isBusy = errno == EAGAIN
            close(descriptor)
            if isBusy {
                throw ControlError(
                    "\(folder): the trainer takes no connection for \(patience) seconds")
            }
            throw ControlError(
                "\(folder): no trainer answers; the run is not being trained now "
                    + "(resume it, or look at it with watch)")
        }
        return descriptor
    }

    /// Whether the other end is this user or root.
    static func isTrusted(_ descriptor: Int32) -> Bool {
        // `struct ucred` by hand, pid, uid and gid: the C library shows it to GNU sources only.
        var credentials: [UInt32] = [0, .max, .max]
        var size = socklen_t(MemoryLayout<UInt32>.stride * credentials.count)
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else {
            return false
        }
        return credentials[1] == geteuid() || credentials[1] == 0
    }

    static func setLimit(_ descriptor: Int32, _ option: Int32, seconds: Int) {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    static func setNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    private static func open(_ folder: String) throws(ControlError) -> Int32 {
        let directory = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else {
            throw ControlError("\(folder): \(String(cString: strerror(errno)))")
        }
        return directory
    }

    private static func make() throws(ControlError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else {
            throw ControlError("no socket: \(String(cString: strerror(errno)))")
        }
        return descriptor
    }

    private static func address(
        _ directory: Int32, _ name: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/proc/self/fd/\(directory)/\(name)".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            precondition(path.count < bytes.count, "a socket name of \(path.count) bytes")
            bytes.copyBytes(from: path)
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
