/// When the next frame may be drawn.
///
/// No second has more than thirty frames. A person's keys are answered at once: a few frames are kept
/// in reserve for them, and come back one by one. What only news asks for waits until the last frame is
/// a tenth of a second old, and longer where frames are dear, since the processors are the trainer's; but not
/// if a person has just asked and this may be the answer.
///
/// What a key asks of the store is mostly there in a millisecond or two. So the frame for a key waits
/// that long for a first answer, instead of two frames for one key; no longer, and for no answer that only
/// brings what is shown up to date.
struct FramePacer {
    /// Frames kept for keys.
    private static let reserve = 3.0
    /// Frames that come back in a second; with the reserve, no second has more than thirty.
    private static let rate = 27.0
    /// Seconds between two frames that only news asked for.
    private static let newsInterval = 0.1
    /// The most seconds between them, whatever a frame costs.
    private static let longestInterval = 0.5
    /// The share of one processor's time that news may take.
    private static let newsShare = 0.006
    /// Seconds a key's frame waits for the first answer to what the key asks.
    static let patience = 0.002
    /// Seconds after a key in which news may be its answer.
    private static let attention = 0.5

    private var frames = reserve
    private var counted = 0.0
    private var drawn = -1.0
    private var asked = -1.0
    private var isUrgent = true
    /// Seconds of processor time from one frame to the next, of late.
    private var cost = 0.0
    private var spent = 0.0

    /// A person did something that changes the screen.
    ///
    /// - Parameter now: seconds of any clock that only goes forward.
    mutating func ask(at now: Double) {
        isUrgent = true
        asked = now
    }

    /// When the next frame may be drawn.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - isAwaiting: whether an answer is awaited without which there is little to show.
    /// - Returns: a time; past or present means at once.
    mutating func due(at now: Double, isAwaiting: Bool = false) -> Double {
        frames = min(Self.reserve, frames + max(0, now - counted) * Self.rate)
        counted = now
        if isUrgent {
            let soonest = time(for: 1, at: now)
            return isAwaiting ? max(soonest, asked + Self.patience) : soonest
        }
        // One frame is always left for the next key.
        let free = time(for: 2, at: now)
        guard !isAttended(at: now) else { return free }
        let fair = min(cost / Self.newsShare, Self.longestInterval)
        return max(free, drawn + max(Self.newsInterval, fair))
    }

    /// Says whether a person did something just now, so that news may be the answer.
    ///
    /// - Parameter now: the time.
    /// - Returns: whether it is half a second ago at the most.
    func isAttended(at now: Double) -> Bool { now - asked < Self.attention }

    /// When so many frames are there.
    private func time(for count: Double, at now: Double) -> Double {
        now + max(0, count - frames) / Self.rate
    }

    /// A frame was drawn.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - processorTime: all that this thread has used up to now, in seconds; what went by since the
    ///     last frame is what a frame costs, with the news that came between.
    mutating func drew(at now: Double, processorTime: Double) {
        frames -= 1
        drawn = now
        isUrgent = false
        // A frame that a key had drawn at once holds less news; a mean of some frames is near enough.
        cost += 0.2 * (processorTime - spent - cost)
        spent = processorTime
    }
}
