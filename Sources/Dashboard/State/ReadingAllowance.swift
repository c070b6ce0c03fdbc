/// When what is shown may be read anew, so that to look at a run takes next to nothing from training it.
///
/// Queries cost what they cost: some a tenth of a millisecond, some, of a long run, a hundred times that.
/// So it is not their number but the processor time they took that is rationed. What a person has just
/// asked for never waits; only what would bring the shown up to date does.
struct ReadingAllowance: Sendable {
    /// The share of one processor's time that reading anew may take.
    static let share = 0.004
    /// Seconds of processor time that may be saved up, for the queries of a whole screen.
    static let most = 0.02
    /// Seconds that a dear query puts off what comes after it, at the most.
    static let longest = 4.0

    private var left = most
    private var counted: Double?
    private var spent = 0.0

    /// Takes what reading has cost.
    ///
    /// - Parameters:
    ///   - total: seconds of processor time since the run was opened.
    ///   - now: the clock.
    mutating func spend(total: Double, at now: Double) {
        let earned = max(0, now - (counted ?? now)) * Self.share
        left = min(Self.most, left + earned) - max(0, total - spent)
        left = max(left, -Self.longest * Self.share)
        (counted, spent) = (now, total)
    }

    /// When something may be read anew.
    ///
    /// - Parameter now: the clock.
    /// - Returns: a time; now or past means at once.
    func due(at now: Double) -> Double {
        guard left < 0, let counted else { return now }
        return counted - left / Self.share
    }
}
