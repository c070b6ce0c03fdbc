import Foundation
import Synchronization

@testable import RunStore

/// The system's files, with the n-th operation failing.
///
/// It fails once, or everything fails from then on as if the process had died there. Writes are cut
/// into short ones, so that there are many operations.
final class FaultyFiles: FileOperations {
    enum Fault {
        /// One operation fails; what follows works, clean-up included.
        case fails
        /// Nothing has any effect from that operation on.
        case dies
    }

    private let system = SystemFiles()
    private let fault: Fault
    private let place: Int
    private let count = Mutex(0)

    init(_ fault: Fault, at place: Int) {
        self.fault = fault
        self.place = place
    }

    /// The operations asked for so far.
    var operations: Int { count.withLock { $0 } }

    private func step(_ path: String) throws(StoreError) {
        let number = count.withLock { count in
            count += 1
            return count
        }
        if fault == .fails ? number == place : number >= place {
            errno = ENOSPC
            throw .system(path, "can't be written")
        }
    }

    func makeFolder(_ path: String) throws(StoreError) {
        try step(path)
        try system.makeFolder(path)
    }

    func create(_ path: String) throws(StoreError) -> Int32 {
        try step(path)
        return try system.create(path)
    }

    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, path: String)
        throws(StoreError) -> Int
    {
        try step(path)
        let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(100))
        return try system.write(descriptor, piece, path: path)
    }

    func sync(_ descriptor: Int32, path: String) throws(StoreError) {
        try step(path)
        try system.sync(descriptor, path: path)
    }

    func close(_ descriptor: Int32) { system.close(descriptor) }

    func syncFolder(_ path: String) throws(StoreError) {
        try step(path)
        try system.syncFolder(path)
    }

    func rename(_ from: String, to: String) throws(StoreError) {
        try step(to)
        try system.rename(from, to: to)
    }

    func remove(_ path: String) throws(StoreError) {
        try step(path)
        try system.remove(path)
    }
}
