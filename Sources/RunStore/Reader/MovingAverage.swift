import Foundation

/// A debiased moving average of one metric over all steps of a run, as far as it was computed.
///
///     eₙ = w eₙ₋₁ + (1 - w) xₙ,  yₙ = eₙ / (1 - wⁿ)
///
/// over the values that are finite; a step without one leaves it as it is. As long as all values are
/// equal it is that value exactly.
///
/// It keeps its state at every step of a grid that grows coarser as the run grows longer, so that it
/// can go on from anywhere and takes the same memory for ten thousand steps and a million.
struct MovingAverage {
    struct State: Hashable {
        var sum = 0.0
        var count = 0
    }

    /// Most states that are kept.
    static let mostStates = 1 << 14

    let weight: Double
    /// Steps between two states that are kept.
    private(set) var spacing = 1
    /// The last step taken in, and the state after it.
    private(set) var step = 0
    private(set) var state = State()
    /// The states after each `spacing` steps.
    private var states: [State] = []
    /// The first value, and the first step that has another.
    private var first: Double?
    private var change: Int?

    /// - Precondition: 0 < weight < 1.
    init(weight: Double) {
        precondition(weight > 0 && weight < 1, "a moving average weighs between 0 and 1")
        self.weight = weight
    }

    /// Most steps that may be missing in a row: more than that is no gap but a damaged store.
    private static let longestGap = 1 << 16

    /// Takes in the value of a step after all those before; NaN if it has none.
    mutating func append(_ value: Double, step next: Int) throws(BlobError) {
        guard next - step <= Self.longestGap else {
            throw BlobError(reason: "lacks steps \(step + 1) to \(next - 1)")
        }
        // Steps that are missing leave it as it is.
        while step < next - 1 { advance() }
        add(value, to: &state)
        if value.isFinite {
            if let first {
                if value != first, change == nil { change = next }
            } else {
                first = value
            }
        }
        advance()
    }

    private mutating func advance() {
        step += 1
        guard step.isMultiple(of: spacing) else { return }
        states.append(state)
        guard states.count >= Self.mostStates else { return }
        states = stride(from: 3, to: states.count, by: 4).map { states[$0] }
        spacing *= 4
    }

    /// How many states are kept.
    var count: Int { states.count }

    /// Takes a value into a state that stands apart.
    func add(_ value: Double, to state: inout State) {
        guard value.isFinite else { return }
        state.sum = weight * state.sum + (1 - weight) * value
        state.count += 1
    }

    /// The latest state at or before a step that is kept.
    func known(upTo step: Int) -> (step: Int, state: State) {
        if step >= self.step { return (self.step, state) }
        let index = step / spacing
        return index == 0 ? (0, State()) : (index * spacing, states[index - 1])
    }

    /// The average after a step, whose state that is; nil before the first value.
    func value(_ state: State, at step: Int) -> Double? {
        guard state.count > 0, let first else { return nil }
        if step < change ?? .max { return first }
        return state.sum / (1 - pow(weight, Double(state.count)))
    }
}

/// The moving averages that were asked for lately.
struct MovingAverages {
    struct Key: Hashable {
        /// The metric's place in a row.
        let place: Int
        let weight: Double
    }

    /// Most averages that are kept, a quarter of a megabyte each at most.
    static let most = 64

    private var averages: [Key: MovingAverage] = [:]
    /// From the one asked for longest ago to the latest.
    private var order: [Key] = []

    /// Has some averages changed: each is kept, in place of those asked for longest ago.
    mutating func with<Value>(
        _ keys: [Key], _ body: (inout [MovingAverage]) throws -> Value
    ) rethrows -> Value {
        var chosen = keys.map {
            averages.removeValue(forKey: $0) ?? MovingAverage(weight: $0.weight)
        }
        order.removeAll { keys.contains($0) }
        defer {
            for (key, average) in zip(keys, chosen) { averages[key] = average }
            order += keys
            while order.count > Self.most { averages[order.removeFirst()] = nil }
        }
        return try body(&chosen)
    }
}
