import Synchronization

/// The newest of a series of values: written by one thread, read by any, never queued.
final class LatestValue<Value: Sendable>: Sendable {
    private struct Slot {
        var version: UInt64
        var value: Value
    }

    private let slot: Mutex<Slot>

    init(_ initial: Value) {
        slot = Mutex(Slot(version: 1, value: initial))
    }

    /// Replaces the value by a function of it.
    func update(_ change: (inout Value) -> Void) {
        slot.withLock {
            change(&$0.value)
            $0.version &+= 1
        }
    }

    /// The newest value.
    var current: Value { slot.withLock { $0.value } }

    /// The newest value, or nil if nothing newer than `version` was published.
    func take(newerThan version: inout UInt64) -> Value? {
        let (newest, value) = slot.withLock { ($0.version, $0.value) }
        guard newest > version else { return nil }
        version = newest
        return value
    }
}
