import Foundation

/// Seconds until what should come soon is held never to come: far more than is ever needed, for a
/// machine may be busy with other things than these tests.
let patience = 240.0

/// Waits until something holds, looking often.
///
/// - Parameters:
///   - seconds: the longest wait.
///   - condition: what is waited for.
/// - Returns: whether it came to hold in time.
func wait(upTo seconds: Double = patience, until condition: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while try !condition() {
        guard ContinuousClock.now < end else { return false }
        // Between two looks, so that what is waited for gets the processor.
        poll(nil, 0, 5)
    }
    return true
}

/// The seconds since a moment.
func seconds(since start: ContinuousClock.Instant) -> Double {
    (ContinuousClock.now - start) / .seconds(1)
}

/// Numbers that look random and are the same each time.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
