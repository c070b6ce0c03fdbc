/// A part of the recorded steps that a chart or a map shows; nil for all of them.
struct StepWindow: Hashable, Sendable {
    /// The steps shown; nil for all up to the one looked at.
    var steps: ClosedRange<Int>?

    /// The fewest steps that are shown.
    static let least = 8

    init(_ steps: ClosedRange<Int>? = nil) { self.steps = steps }

    /// Shows another part: `factor` times as many steps, about one that keeps its place.
    mutating func zoom(by factor: Double, about step: Int, in all: ClosedRange<Int>) {
        let shown = steps ?? all
        let width = Double(shown.count)
        let target = max(Double(Self.least), (width * factor).rounded())
        guard target < Double(all.count) else {
            steps = nil
            return
        }
        let share = width > 1 ? Double(step - shown.lowerBound) / (width - 1) : 0.5
        let low = Double(step) - min(max(share, 0), 1) * (target - 1)
        place(Int(low.rounded()), count: Int(target), in: all)
    }

    /// Shifts the part by a share of its width.
    mutating func pan(by share: Double, in all: ClosedRange<Int>) {
        guard let steps else { return }
        let shift = max(1, Int((Double(steps.count) * abs(share)).rounded()))
        place(steps.lowerBound + (share < 0 ? -shift : shift), count: steps.count, in: all)
    }

    /// Puts a part of so many steps where it fits best.
    private mutating func place(_ low: Int, count: Int, in all: ClosedRange<Int>) {
        let count = min(count, all.count)
        let low = max(all.lowerBound, min(low, all.upperBound - count + 1))
        steps = low...(low + count - 1)
    }
}
