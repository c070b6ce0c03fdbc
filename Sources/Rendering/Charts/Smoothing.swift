/// Smoothing of measured series.
public enum Smoothing {
    /// An exponential moving average that starts unbiased.
    ///
    ///     last = w · last + (1 − w) · x;   n = n + 1;   y = last / (1 − wⁿ)
    ///
    /// Smooth the whole series and reduce it to columns afterwards: the other way round the curve
    /// would change with the zoom. A constant series comes back unchanged. Values that are not finite
    /// stay in their place and do not enter the average.
    ///
    /// - Complexity: O(n).
    /// - Source: TensorBoard's scalar charts.
    /// - Parameters:
    ///   - values: the series, oldest first.
    ///   - weight: w, clamped to `0...0.999999`; 0 changes nothing.
    /// - Returns: as many values.
    public static func debiased(_ values: [Double], weight: Double) -> [Double] {
        let weight = weight.isNaN ? 0 : min(0.999_999, max(0, weight))
        guard weight > 0, let first = values.first(where: \.isFinite) else { return values }
        if values.allSatisfy({ !$0.isFinite || $0 == first }) { return values }
        var last = 0.0
        var bias = 1.0
        return values.map { value in
            guard value.isFinite else { return value }
            last = weight * last + (1 - weight) * value
            bias *= weight
            return last / (1 - bias)
        }
    }
}
