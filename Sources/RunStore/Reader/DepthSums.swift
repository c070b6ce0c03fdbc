import Runs

/// Scores of one depth added up, weighted by their counts.
struct DepthSums {
    private var count = 0
    private var quality = 0.0
    private var solved = 0.0
    private var gain = 0.0
    private var gainCount = 0

    mutating func add(_ score: DepthScore) {
        guard score.count > 0 else { return }
        let weight = Double(score.count)
        count += score.count
        quality += score.quality * weight
        solved += score.solved * weight
        if let value = score.gain {
            gain += value * weight
            gainCount += score.count
        }
    }

    /// The means as a cell of a heat map.
    var cell: DepthGrid.Cell {
        guard count > 0 else { return DepthGrid.Cell(count: 0, quality: 0, solved: 0) }
        let weight = Double(count)
        return DepthGrid.Cell(
            count: count, quality: quality / weight, solved: solved / weight,
            gain: gainCount == 0 ? nil : gain / Double(gainCount))
    }

    /// Scores of the same depth as one, the lowest depth first.
    static func merged(_ scores: some Sequence<DepthScore>) -> [DepthScore] {
        var sums: [Int: DepthSums] = [:]
        for score in scores where score.count > 0 { sums[score.depth, default: Self()].add(score) }
        return sums.sorted { $0.key < $1.key }.map { depth, sum in
            let cell = sum.cell
            return DepthScore(
                depth: depth, count: cell.count, quality: cell.quality, solved: cell.solved,
                gain: cell.gain)
        }
    }
}

extension DepthScore {
    /// The same in single precision, which takes half the bytes.
    var rounded: DepthScore {
        DepthScore(
            depth: depth, count: count, quality: Double(Float(quality)),
            solved: Double(Float(solved)), gain: gain.map { Double(Float($0)) })
    }
}
