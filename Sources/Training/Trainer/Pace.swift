/// How long steps take, smoothed.
struct Pace: Sendable {
    /// Seconds a step; nil before the first.
    private(set) var secondsPerStep: Double?

    mutating func add(_ seconds: Double) {
        secondsPerStep = secondsPerStep.map { 0.95 * $0 + 0.05 * seconds } ?? seconds
    }

    /// Seconds for so many more steps.
    func remaining(_ steps: Int) -> Double? { secondsPerStep.map { $0 * Double(steps) } }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
