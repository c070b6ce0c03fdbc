import Curriculum
import Runs
import Tasks

/// What a step's groups and buffer look like, as metrics.
enum StepMetrics {
    /// Metrics of the completions.
    static func row(of groups: [Group], entropySum: Double, tokenCount: Int) -> MetricRow {
        var row = MetricRow()
        let completions = groups.flatMap(\.completions)
        row[.reward] = mean(completions.map(\.reward))
        row[.rewardStd] = mean(groups.map { $0.learnability.squareRoot() })
        row[.zeroStdFraction] = mean(groups.map { $0.learnability > 0 ? 0 : 1 })
        row[.quality] = mean(completions.map(\.answer.quality))
        row[.solved] = mean(completions.map { $0.answer.isSolved ? 1 : 0 })
        row[.invalid] = mean(completions.map { $0.answer.isValid ? 0 : 1 })
        row[.diversity] = mean(completions.map(\.diversity))
        row[.completionLength] = mean(completions.map { Double($0.answer.tokens.count) })
        row[.entropy] = tokenCount > 0 ? entropySum / Double(tokenCount) : nil
        for (mode, reward, share) in [
            (RevisionMode.base, Metric.rewardBase, Metric.shareBase),
            (.improve, .rewardImprove, .shareImprove),
            (.diverge, .rewardDiverge, .shareDiverge),
        ] {
            let ofMode = groups.filter { $0.mode == mode }
            row[reward] = mean(ofMode.flatMap(\.completions).map(\.reward))
            // Of completions, since the groups of a chain are not equally large.
            let count = ofMode.reduce(0) { $0 + $1.completions.count }
            row[share] = Double(count) / Double(max(completions.count, 1))
        }
        addRevisions(groups.filter { $0.mode == .improve }, to: &row)
        let drawn = groups.filter { if case .buffer = $0.origin { true } else { false } }
        row[.bufferShare] = Double(drawn.count) / Double(max(groups.count, 1))
        row[.depthMean] = mean(drawn.map { Double($0.instance.depth) })
        row[.depthMax] = groups.map { Double($0.instance.depth) }.max()
        return row
    }

    /// Metrics of where the groups' tasks and answers lie.
    static func add(_ groups: [Group], of domain: any Domain, to row: inout MetricRow) {
        let isDrawn = groups.map { if case .buffer = $0.origin { true } else { false } }
        let difficulties = groups.map { domain.difficulty(of: $0.instance.task) }
        func difficulty(drawn: Bool) -> Double? {
            mean(zip(isDrawn, difficulties).compactMap { $0 == drawn ? $1 : nil })
        }
        row[.difficultyBase] = difficulty(drawn: false)
        row[.difficultyDrawn] = difficulty(drawn: true)
        row[.pairwiseDistance] = mean(
            groups.compactMap { group in
                meanDistance(
                    group.completions.map {
                        domain.embedding(of: $0.answer, answering: group.instance)
                    })
            })
    }

    /// The mean Euclidean distance of two vectors, over all pairs; nil where there is no pair.
    private static func meanDistance(_ vectors: [[Float]]) -> Double? {
        var distances: [Double] = []
        for (index, vector) in vectors.enumerated() {
            for other in vectors[..<index] {
                var sum: Float = 0
                for (a, b) in zip(vector, other) { sum += (a - b) * (a - b) }
                distances.append(Double(sum.squareRoot()))
            }
        }
        return mean(distances)
    }

    /// Corrections and copies of improve steps.
    private static func addRevisions(_ groups: [Group], to row: inout MetricRow) {
        guard !groups.isEmpty else { return }
        var (mended, broken, copied, unsolved) = (0.0, 0.0, 0.0, 0.0)
        for group in groups {
            guard let latest = group.instance.latest else { continue }
            for completion in group.completions {
                if latest.isSolved {
                    broken += completion.answer.isSolved ? 0 : 1
                } else {
                    unsolved += 1
                    mended += completion.answer.isSolved ? 1 : 0
                    copied += completion.answer.tokens == latest.tokens ? 1 : 0
                }
            }
        }
        row[.wrongToRight] = mended
        row[.rightToWrong] = broken
        row[.copied] = unsolved > 0 ? copied / unsolved : nil
    }

    /// Scores by depth of the revisions of base and improve groups.
    static func depths(of groups: [Group]) -> [DepthScore] {
        var byDepth: [Int: [(Answer, Answer?)]] = [:]
        for group in groups where group.mode != .diverge {
            byDepth[group.instance.depth, default: []] += group.completions.map {
                ($0.answer, group.instance.latest)
            }
        }
        return byDepth.keys.sorted().map { depth in
            let answers = byDepth[depth, default: []]
            return DepthScore(
                depth: depth, count: answers.count,
                quality: mean(answers.map(\.0.quality)) ?? 0,
                solved: mean(answers.map { $0.0.isSolved ? 1 : 0 }) ?? 0,
                gain: mean(
                    answers.compactMap { answer, latest in
                        latest.map { answer.quality - $0.quality }
                    }))
        }
    }

    /// Metrics of the buffer after a step, as the next one draws from it.
    static func add(
        _ buffer: TaskBuffer, after step: Int, changes: [BufferChange], to row: inout MetricRow
    ) {
        let scores = buffer.entries.map(\.score)
        row[.bufferSize] = Double(scores.count)
        row[.scoreMean] = mean(scores)
        row[.scoreMin] = scores.min()
        row[.scoreMax] = scores.max()
        row[.effectiveSize] = scores.isEmpty ? nil : buffer.effectiveSize(at: step + 1)
        var (admitted, evicted, refused) = (0.0, 0.0, 0.0)
        for change in changes {
            switch change {
            case .inserted: admitted += 1
            case .evicted: evicted += 1
            case .refused: refused += 1
            case .rescored, .drawn: break
            }
        }
        (row[.admitted], row[.evicted], row[.refused]) = (admitted, evicted, refused)
    }

    /// The mean, summed in order; nil of nothing.
    static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// Scores by depth over several steps: counts added, means weighted by counts.
    static func merged(_ steps: [[DepthScore]]) -> [DepthScore] {
        var byDepth: [Int: [DepthScore]] = [:]
        for score in steps.joined() { byDepth[score.depth, default: []].append(score) }
        return byDepth.keys.sorted().map { depth in
            let scores = byDepth[depth, default: []]
            let count = scores.reduce(0) { $0 + $1.count }
            func weighted(_ value: (DepthScore) -> Double?) -> Double? {
                let known = scores.compactMap { score in value(score).map { ($0, score.count) } }
                let total = known.reduce(0) { $0 + $1.1 }
                guard total > 0 else { return nil }
                return known.reduce(0) { $0 + $1.0 * Double($1.1) } / Double(total)
            }
            return DepthScore(
                depth: depth, count: count, quality: weighted(\.quality) ?? 0,
                solved: weighted(\.solved) ?? 0, gain: weighted(\.gain))
        }
    }
}
