import Runs

/// Watches the metrics for the ways training at this scale is known to fail.
///
/// Conditions are tested on exponential means over some twenty steps, so that one bad step does not
/// ring; each alarm is raised once and cleared once. Part of the checkpoint, so that a resumed run
/// rings alike.
struct AlarmMonitor: Hashable, Codable, Sendable {
    /// Means of the watched metrics; a metric that has had no value is absent.
    private var means: [String: Double] = [:]
    private var steps = 0
    private var stepsWithoutGradient = 0
    private(set) var active: [Alarm] = []

    private static let smoothing = 0.9
    private static let settling = 20
    /// A warm start keeps few right answers: the policy has to learn that first.
    private static let learningToKeep = 100

    /// Takes in a step's metrics.
    ///
    /// - Parameters:
    ///   - row: the metrics.
    ///   - step: the step.
    /// - Returns: alarms that begin or end with it.
    mutating func observe(_ row: MetricRow, step: Int) -> [Alarm] {
        steps += 1
        for metric in Self.watched {
            guard let value = row[metric] else { continue }
            let old = means[metric.rawValue] ?? value
            means[metric.rawValue] = Self.smoothing * old + (1 - Self.smoothing) * value
        }
        stepsWithoutGradient = row[.gradNorm] ?? 0 > 0 ? 0 : stepsWithoutGradient + 1
        var changes: [Alarm] = []
        for kind in Alarm.Kind.allCases {
            guard let (value, isBad, message) = condition(kind) else { continue }
            let isActive = active.contains { $0.kind == kind }
            let settling = kind == .keepsNoSolution ? Self.learningToKeep : Self.settling
            guard isBad != isActive, !isBad || steps >= settling else { continue }
            changes.append(
                Alarm(kind: kind, step: step, isRaised: isBad, value: value, message: message))
        }
        apply(changes)
        return changes
    }

    /// Raises or clears an alarm whose condition is not a metric's.
    ///
    /// - Parameter alarm: what to raise or clear.
    /// - Returns: whether that changed anything.
    mutating func set(_ alarm: Alarm) -> Bool {
        guard alarm.isRaised != active.contains(where: { $0.kind == alarm.kind }) else {
            return false
        }
        apply([alarm])
        return true
    }

    private mutating func apply(_ changes: [Alarm]) {
        for change in changes {
            active.removeAll { $0.kind == change.kind }
            if change.isRaised { active.append(change) }
        }
    }

    private static let watched: [Metric] = [
        .wrongToRight, .rightToWrong, .invalid, .copied, .zeroStdFraction, .scoreMean, .entropy,
    ]

    /// The value, whether it is bad, and what it means; nil where nothing is known yet.
    private func condition(_ kind: Alarm.Kind) -> (Double, Bool, String)? {
        func mean(_ metric: Metric) -> Double? { means[metric.rawValue] }
        switch kind {
        case .keepsNoSolution:
            guard let mended = mean(.wrongToRight), let broken = mean(.rightToWrong) else {
                return nil
            }
            return (
                broken, broken > 1 && broken >= mended,
                "improve steps break as many right answers as they mend wrong ones"
            )
        case .invalidAnswers:
            guard let share = mean(.invalid) else { return nil }
            return (
                share, share > 0.1, "over 10% invalid answers: lower learning_rate or raise beta"
            )
        case .copiedDrafts:
            guard let share = mean(.copied) else { return nil }
            return (
                share, share > 0.8, "over 80% of unsolved drafts are copied: revision collapses"
            )
        case .noVariance:
            guard let share = mean(.zeroStdFraction) else { return nil }
            return (share, share > 0.7, "over 70% of groups have no variance: little left to learn")
        case .flatBuffer:
            guard let score = mean(.scoreMean) else { return nil }
            return (
                score, score < 0.005, "the buffer's mean score is near 0: nothing learnable in it"
            )
        case .lowEntropy:
            guard let entropy = mean(.entropy) else { return nil }
            return (
                entropy, entropy < 0.1, "entropy below 0.1 nats a token: the policy has narrowed"
            )
        case .noGradient:
            return (
                Double(stepsWithoutGradient), stepsWithoutGradient >= 20,
                "no gradient for \(stepsWithoutGradient) steps: no group has any variance"
            )
        case .nonFinite, .storage: return nil
        }
    }
}
