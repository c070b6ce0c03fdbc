/// Counts in equal bins between the lowest and the highest value.
struct Bins: Sendable {
    /// The values from `low` to `high` and their number.
    struct Bin: Sendable {
        let low: Double
        let high: Double
        let count: Int
    }

    let bins: [Bin]

    /// The highest count.
    var most: Int { bins.map(\.count).max() ?? 0 }

    /// Counts values; whole ones one by one where they are few.
    init(_ values: [Double], bins wanted: Int, isWhole: Bool) {
        let values = values.filter(\.isFinite)
        guard let low = values.min(), let high = values.max(), wanted > 0 else {
            bins = []
            return
        }
        var width = (high - low) / Double(wanted)
        var count = wanted
        if isWhole {
            width = max(1, ((high - low + 1) / Double(wanted)).rounded(.up))
            count = max(1, Int(((high - low + 1) / width).rounded(.up)))
        } else if width <= 0 || !width.isFinite {
            (width, count) = (1, 1)
        }
        var counts = [Int](repeating: 0, count: count)
        for value in values {
            counts[Int(max(0, min(Double(count - 1), (value - low) / width)))] += 1
        }
        bins = counts.enumerated().map { index, count in
            let start = low + Double(index) * width
            return Bin(low: start, high: isWhole ? start + width - 1 : start + width, count: count)
        }
    }
}
