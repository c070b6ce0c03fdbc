import Modeling
import Runs
import Tasks

/// Work that a domain has besides its policy's: programs to run, for one.
extension TrainingSession {
    /// Does a domain's work ahead on all threads, and parks between units where that is wished.
    ///
    /// - Parameters:
    ///   - units: what is to be done.
    ///   - tell: called with the units done and the seconds left, before the first unit and at each
    ///     look at the commands.
    /// - Returns: how long it was parked.
    /// - Throws: `Stopped` when the run is to stop.
    @discardableResult
    func work(
        _ units: [DomainWork], tell: (Int, Double?) -> Void = { _, _ in }
    ) throws -> Duration {
        let desk = desk
        let begun = clock.now
        var parked = Duration.zero
        var done = 0
        while done < units.count {
            // In parts, so that progress is told.
            let part = Array(units[done..<min(done + Self.unitsAtOnce, units.count)])
            let each = (clock.now - begun - parked).seconds / Double(max(done, 1))
            tell(done, done > 0 ? each * Double(units.count - done) : nil)
            done += pool.run(part.count, shouldStop: { desk.isUrgent }) { unit, _ in part[unit]() }
            let waiting = clock.now
            try safePoint(save: nil)
            parked += clock.now - waiting
        }
        return parked
    }

    private static let unitsAtOnce = 64
}
