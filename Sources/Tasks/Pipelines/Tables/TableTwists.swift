import Foundation
import Runs

/// What is done to a source's rows: drawn from a task's seed before anything else, so that the split
/// can be told without the rows.
struct TableTwists: Hashable, Sendable {
    /// Whether columns are mixed by a rotation.
    let isRotated: Bool
    /// Whether columns are stretched by powers of ten from -2 to 2.
    let isScaled: Bool
    /// Columns of noise.
    let noise: Int
    /// Share of the cells that are missing.
    let missing: Double
    /// Whether columns are moved from zero.
    let isMoved: Bool
    /// Share of the rows with another class than theirs.
    let mislabelled: Double
    /// Rows to train on, at most.
    let rows: Int

    /// Of a hundred tasks, those whose columns are mixed.
    ///
    /// Boosted trees split on single columns: at 30 they were good nearly everywhere, which leaves
    /// nothing to choose by what a result shows.
    private static let rotated = 60

    init(_ source: TableSource, _ draws: inout TableDraws) {
        // Every draw is made whatever the source, so that a seed means the same twists everywhere.
        // A person's own table is theirs as it is: nothing but the rows is drawn.
        let isTwisted = source != .own
        let rotation = draws.below(100) < Self.rotated
        isRotated = rotation && source.mayRotate && isTwisted
        isScaled = draws.below(100) < 50 && isTwisted
        let columns = [0, 3, 8][draws.below(3)]
        noise = isTwisted ? columns : 0
        let (isMissing, rate) = (draws.below(100) < 40, draws.uniform())
        missing = isMissing && isTwisted ? 0.04 + 0.11 * rate : 0
        isMoved = draws.below(100) < 40 && isTwisted
        let share = 0.08 * draws.uniform() + (source.isReal ? 0.06 : 0)
        mislabelled = isTwisted ? share : 0
        rows = [100, 150, 220][draws.below(3)]
    }

    /// The twists that a split keeps apart, as bytes: which, not how much.
    var kinds: [UInt8] {
        [isRotated ? 1 : 0, isScaled ? 1 : 0, UInt8(noise), missing > 0 ? 1 : 0]
    }

    /// How many there are.
    var count: Int {
        [isRotated, isScaled, noise > 0, missing > 0, isMoved].count { $0 }
    }
}

/// Draws for a table: small integers, uniform and normal numbers.
struct TableDraws {
    private var generator: CounterGenerator
    private var spare: Double?

    /// The stream of a table's seed.
    init(_ source: TableSource, seed: Int) {
        generator = CounterGenerator(
            seed: UInt64(seed), purpose: .tables, group: source.rawValue)
    }

    mutating func below(_ bound: Int) -> Int { generator.below(bound) }

    /// In [0, 1).
    mutating func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }

    /// Of mean 0 and deviation 1.
    ///
    /// - Source: Box and Muller, 1958; pairs, of which the second is kept for the next call.
    mutating func normal() -> Double {
        if let spare {
            self.spare = nil
            return spare
        }
        let radius = (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spare = radius * sin(angle)
        return radius * cos(angle)
    }

    mutating func normals(_ count: Int) -> [Double] { (0..<count).map { _ in normal() } }

    /// Puts values in random order.
    mutating func shuffle<Value>(_ values: inout [Value]) {
        for place in stride(from: values.count - 1, to: 0, by: -1) {
            values.swapAt(place, below(place + 1))
        }
    }
}
