import Foundation

/// What a piece of work took, by the clock on the wall and by the processor.
struct WorkTime: Hashable, Sendable {
    /// Seconds that passed.
    let wall: Double
    /// Seconds that the process's threads worked: what others do on the machine is not in it.
    let processor: Double

    /// Times some work.
    ///
    /// - Parameter work: what to time.
    /// - Returns: its time.
    static func of(_ work: () -> Void) -> WorkTime {
        let (wall, processor) = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
        work()
        return WorkTime(
            wall: now(CLOCK_MONOTONIC) - wall,
            processor: now(CLOCK_PROCESS_CPUTIME_ID) - processor)
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

extension [Double] {
    /// The value in the middle, or the mean of the two; NaN of none.
    var median: Double {
        guard !isEmpty else { return .nan }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}
