import Runs
import Synchronization

/// What a reader keeps from one query for the next, all of it bounded and none of it needed.
///
/// What is known by its step is void when a resume takes the run back in time: each resume begins
/// another epoch.
final class ReaderMemory: Sendable {
    /// Steps whose outlines are remembered, some hundred bytes each.
    static let mostOutlines = 1 << 14

    let buffer = Mutex<Remembered<RebuiltBuffer>?>(nil)
    /// Moving averages of the curves asked for lately.
    let averages = Mutex<Remembered<MovingAverages>?>(nil)
    /// Which groups there are, of which tasks.
    let groupIndex = Mutex<Remembered<GroupIndex>?>(nil)
    /// Outlines by step, of steps whose outlines the store does not hold.
    let outlines = Mutex<Remembered<[Int: [GroupOutline]]>?>(nil)
    /// Evaluations by the text they are stored as: few, read again after every commit, and each
    /// dearer to decode than all the rest of a screen is to read.
    let evaluations = Mutex<[String: EvaluationRecord]>([:])
    /// Evaluations that are remembered.
    static let mostEvaluations = 1 << 10
}

/// Something found out about a run, and in which of its lives, so to speak.
struct Remembered<Value> {
    let epoch: Int
    var value: Value
}

/// The buffer that was last rebuilt: the next one asked for is mostly a step later.
struct RebuiltBuffer {
    let step: Int
    let entries: [BufferEntry]
}
