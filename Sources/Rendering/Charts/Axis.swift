import Foundation

/// How values are laid along an axis.
public enum AxisScale: String, Sendable, CaseIterable {
    /// Equal distances for equal differences.
    case linear = "lin"
    /// Equal distances for equal ratios; only for values above zero.
    case log
}

/// A labelled place on an axis.
public struct Tick: Hashable, Sendable {
    /// Where it is.
    public var value: Double
    /// What it says.
    public var label: String
}

/// A range of values along a chart's side.
public struct Axis: Hashable, Sendable {
    /// The value at the low end; below `high`.
    public let low: Double
    /// The value at the high end.
    public let high: Double
    /// How the values between are laid out.
    public let scale: AxisScale

    /// Creates an axis over exactly the given values.
    ///
    /// A range that is empty or not finite becomes one of finite length around its low end; a
    /// logarithmic axis that would reach zero becomes linear.
    ///
    /// - Parameters:
    ///   - low: the value at the low end.
    ///   - high: the value at the high end.
    ///   - scale: how the values between are laid out.
    public init(low: Double, high: Double, scale: AxisScale = .linear) {
        // Beyond this size, lengths would no longer be finite.
        let limit = 1e300
        var low = low.isFinite ? min(limit, max(-limit, low)) : 0
        var high = high.isFinite ? min(limit, max(-limit, high)) : low
        if high < low { swap(&low, &high) }
        // Below this size, lengths would be zero or lose their digits.
        let least = 1e-290
        if high - low <= max(least, abs(low) * 1e-12) {
            let margin = abs(low) <= least ? 1 : abs(low) * 0.05
            low -= margin
            high += margin
        }
        self.low = low
        self.high = high
        self.scale = scale == .log && low > 0 ? .log : .linear
    }

    /// Creates an axis that holds the given values with a margin of 5 %.
    ///
    /// Values that are not finite are left out. A constant series gets 5 % on each side, or 1 around
    /// zero. A logarithmic axis needs all values above zero and is linear otherwise.
    ///
    /// - Parameters:
    ///   - values: what is to be seen.
    ///   - scale: how the values are to be laid out.
    public init(fitting values: some Sequence<Double>, scale: AxisScale = .linear) {
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        guard low <= high else {
            self.init(low: 0, high: 1)
            return
        }
        if scale == .log, low > 0 {
            let ratio = pow(high / low, 0.05)
            self.init(low: low / max(ratio, 1.02), high: high * max(ratio, 1.02), scale: .log)
        } else if high > low {
            let margin = (high / 2 - low / 2) * 0.1
            self.init(low: low - margin, high: high + margin)
        } else {
            self.init(low: low, high: high)
        }
    }

    /// Where a value lies: 0 at the low end, 1 at the high end, outside beyond.
    ///
    /// - Parameter value: the value.
    /// - Returns: its place; not a number for what a logarithmic axis cannot show.
    public func position(_ value: Double) -> Double {
        switch scale {
        case .linear: (value / 2 - low / 2) / (high / 2 - low / 2)
        case .log: value > 0 ? log2(value / low) / log2(high / low) : .nan
        }
    }

    /// The value at a place.
    ///
    /// - Parameter position: 0 at the low end, 1 at the high end.
    /// - Returns: the value there.
    public func value(at position: Double) -> Double {
        switch scale {
        case .linear: low * (1 - position) + high * position
        case .log: low * pow(high / low, position)
        }
    }

    /// Places to label, at steps of 1, 2, 2.5 or 5 times a power of ten.
    ///
    /// - Parameter count: at most so many, where steps allow.
    /// - Returns: ticks inside the axis, from the low end; at most `max(1, count)`.
    public func ticks(atMost count: Int) -> [Tick] {
        guard count > 0 else { return [] }
        if scale == .log, high / low >= 10 {
            let ticks = decades(atMost: count)
            if !ticks.isEmpty { return ticks }
        }
        var step = Axis.niceStep(atLeast: (high / 2 - low / 2) / Double(count) * 2)
        while true {
            let first = (low / step).rounded(.up)
            let last = (high / step).rounded(.down)
            if last - first + 1 <= Double(count) || first > last {
                guard first <= last else { return [] }
                return (0...Int(last - first)).map { index in
                    let value = (first + Double(index)) * step
                    return Tick(value: value, label: Axis.label(value, step: step))
                }
            }
            step = Axis.niceStep(atLeast: step * 1.01)
        }
    }

    /// Powers of ten, thinned to at most so many.
    private func decades(atMost count: Int) -> [Tick] {
        let first = Int(log10(low).rounded(.up))
        let last = Int(log10(high).rounded(.down))
        guard first <= last else { return [] }
        let stride = (last - first) / count + 1
        return Swift.stride(from: first, through: last, by: stride).map { exponent in
            let value = pow(10, Double(exponent))
            return Tick(value: value, label: NumberText.compact(value))
        }
    }

    /// The smallest of 1, 2, 2.5, 5 times a power of ten that is no less than a number above zero.
    static func niceStep(atLeast step: Double) -> Double {
        guard step > 0, step.isFinite else { return 1 }
        let exponent = log10(step).rounded(.down)
        let power = pow(10, exponent)
        for factor in [1, 2, 2.5, 5, 10] where factor * power >= step * (1 - 1e-9) {
            return factor * power
        }
        return 10 * power
    }

    /// A tick's label with just the decimals its step needs.
    static func label(_ value: Double, step: Double) -> String {
        // (first + i) · step leaves a speck where it should be zero.
        if abs(value) < step * 1e-6 { return "0" }
        let size = max(abs(value), step)
        if size >= 10_000 {
            for (unit, name) in [(1e3, "k"), (1e6, "M"), (1e9, "G")] where size < unit * 1000 {
                return NumberText.fixed(value / unit, decimals: decimals(of: step / unit)) + name
            }
            return NumberText.scientific(value)
        }
        if step < 1e-5 { return NumberText.scientific(value) }
        return NumberText.fixed(value, decimals: decimals(of: step))
    }

    private static func decimals(of step: Double) -> Int {
        var decimals = 0
        var scaled = step
        while decimals < 8, abs(scaled - scaled.rounded()) > 1e-6 * scaled {
            scaled *= 10
            decimals += 1
        }
        return decimals
    }
}

/// A range for a live chart that does not breathe: it grows at once and shrinks late.
public struct StickyRange: Hashable, Sendable {
    /// The range to draw, if anything was seen yet.
    public private(set) var axis: Axis?
    /// How many updates in a row the values must stay well inside before it shrinks.
    public var patience: Int
    private var calm = 0

    /// Creates a range that has seen nothing.
    ///
    /// - Parameter patience: how many calm updates it waits before it shrinks.
    public init(patience: Int = 30) { self.patience = patience }

    /// Takes the axis that fits the newest values.
    ///
    /// - Parameter fitting: that axis.
    /// - Returns: the axis to draw.
    @discardableResult
    public mutating func update(_ fitting: Axis) -> Axis {
        guard let current = axis, current.scale == fitting.scale else {
            axis = fitting
            calm = 0
            return fitting
        }
        if fitting.low < current.low || fitting.high > current.high {
            let grown = Axis(
                low: min(fitting.low, current.low), high: max(fitting.high, current.high),
                scale: fitting.scale)
            axis = grown
            calm = 0
            return grown
        }
        let used = current.position(fitting.high) - current.position(fitting.low)
        calm = used < 0.8 ? calm + 1 : 0
        if calm > patience {
            axis = fitting
            calm = 0
            return fitting
        }
        return current
    }
}
