import Foundation

/// The few system calls that a checkpoint is made of.
///
/// Tests put an implementation in their place that fails, or stops dead, at the n-th call.
protocol FileOperations: Sendable {
    func makeFolder(_ path: String) throws(StoreError)
    /// Opens a new file for writing; it must not exist.
    func create(_ path: String) throws(StoreError) -> Int32
    /// Writes some of the bytes, at least one, and says how many.
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, path: String)
        throws(StoreError) -> Int
    func sync(_ descriptor: Int32, path: String) throws(StoreError)
    func close(_ descriptor: Int32)
    /// Makes a folder's entries durable.
    func syncFolder(_ path: String) throws(StoreError)
    func rename(_ from: String, to: String) throws(StoreError)
    /// Removes a file, or a folder with all that is in it.
    func remove(_ path: String) throws(StoreError)
}

extension FileOperations {
    /// Writes a new file and makes its bytes durable; its name is not until its folder is synced.
    func writeFile(_ path: String, _ bytes: [UInt8]) throws(StoreError) {
        let descriptor = try create(path)
        defer { close(descriptor) }
        let failure = bytes.withUnsafeBytes { all -> StoreError? in
            var offset = 0
            while offset < all.count {
                do throws(StoreError) {
                    offset += try write(
                        descriptor, UnsafeRawBufferPointer(rebasing: all[offset...]), path: path)
                } catch {
                    return error
                }
            }
            return nil
        }
        if let failure { throw failure }
        try sync(descriptor, path: path)
    }

    /// Replaces a file by another, all or nothing.
    func replaceFile(_ path: String, _ bytes: [UInt8]) throws(StoreError) {
        let temporary = "\(path).tmp-\(getpid())"
        // A file left by an earlier process of the same number.
        if access(temporary, F_OK) == 0 { try remove(temporary) }
        try writeFile(temporary, bytes)
        try rename(temporary, to: path)
        try syncFolder((path as NSString).deletingLastPathComponent)
    }
}

/// The system's own calls.
struct SystemFiles: FileOperations {
    func makeFolder(_ path: String) throws(StoreError) {
        guard mkdir(path, 0o777) == 0 else { throw .system(path, "can't be created") }
    }

    func create(_ path: String) throws(StoreError) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .system(path, "can't be created") }
        return descriptor
    }

    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, path: String)
        throws(StoreError) -> Int
    {
        while true {
            let count = Foundation.write(descriptor, bytes.baseAddress, bytes.count)
            if count > 0 { return count }
            if count == 0 { errno = ENOSPC }
            guard count < 0, errno == EINTR else { throw .system(path, "can't be written") }
        }
    }

    func sync(_ descriptor: Int32, path: String) throws(StoreError) {
        guard fsync(descriptor) == 0 else { throw .system(path, "can't be synced to disk") }
    }

    func close(_ descriptor: Int32) {
        // The bytes were synced before; nothing is lost if this fails.
        _ = Foundation.close(descriptor)
    }

    func syncFolder(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(path, "can't be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system(path, "can't be synced to disk") }
    }

    func rename(_ from: String, to: String) throws(StoreError) {
        guard Foundation.rename(from, to) == 0 else { throw .system(to, "can't be renamed into") }
    }

    func remove(_ path: String) throws(StoreError) {
        // A symbolic link is removed itself, never what it points to.
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw .system(path, "can't be removed")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw .system(path, "can't be removed")
            }
            return
        }
        for name in try folderEntries(path) { try remove(path + "/" + name) }
        guard rmdir(path) == 0 || errno == ENOENT else { throw .system(path, "can't be removed") }
    }
}

extension StoreError {
    /// What the last failed system call said, with a remedy where one is known.
    static func system(_ path: String, _ what: String) -> StoreError {
        let number = errno
        let cause = String(cString: strerror(number))
        let remedy =
            switch number {
            case ENOSPC, EDQUOT: "; free some space"
            case EFBIG: "; raise the limit of file sizes"
            case EACCES, EPERM: "; check its permissions"
            case EROFS: "; copy the run to a folder that can be written"
            case EMFILE, ENFILE: "; raise the limit of open files"
            default: ""
            }
        return StoreError(.system(errno: number), path: path, "\(what): \(cause)\(remedy)")
    }
}

/// The names in a folder, without `.` and `..`, in order.
func folderEntries(_ path: String) throws(StoreError) -> [String] {
    guard let folder = opendir(path) else { throw .system(path, "can't be read") }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

/// A file's bytes.
///
/// A file larger than `limit` is refused before memory is taken for it.
func readFile(_ path: String, limit: Int = 1 << 34) throws(StoreError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system(path, "can't be opened") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(path, "can't be read") }
    guard status.st_mode & S_IFMT == S_IFREG else {
        throw StoreError(.corrupt, path: path, "is not a plain file")
    }
    let size = Int(status.st_size)
    guard size <= limit else {
        throw StoreError(.corrupt, path: path, "has \(size) bytes; at most \(limit) expected")
    }
    var failure: StoreError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        while count < size {
            let more = read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
            if more < 0, errno == EINTR { continue }
            if more < 0 { failure = .system(path, "can't be read") }
            if more <= 0 { break }
            count += more
        }
    }
    if let failure { throw failure }
    return bytes
}
