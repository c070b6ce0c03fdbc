import Runs
import Testing

@Suite("Step split")
struct StepSplitTests {
    /// A step of one second, half of it rollout.
    static func row() -> MetricRow {
        var row = MetricRow()
        row[.stepTime] = 1
        row[.rolloutTime] = 0.5
        row[.scoringTime] = 0.0625
        row[.referenceTime] = 0.125
        row[.forwardBackwardTime] = 0.25
        row[.optimizerTime] = 0.03125
        row[.storeTime] = 0.5
        row[.publishingTime] = 0.5
        return row
    }

    @Test("what the parts leave of the step is the rest; store and publishing come on top")
    func parts() throws {
        let split = try #require(StepSplit(Self.row()))
        #expect(split.seconds == [0.5, 0.0625, 0.125, 0.25, 0.03125, 0.5, 0.5, 0.03125])
        #expect(split.total == 2)
        #expect(split.shares.first?.part == .rollout)
        #expect(split.shares.map(\.share) == split.seconds.map { $0 / 2 })
    }

    @Test("a row without one of the times has no split", arguments: StepSplit.metrics)
    func absent(metric: Metric) {
        var row = Self.row()
        row[metric] = nil
        #expect(StepSplit(row) == nil)
    }

    @Test("the mean of splits is taken part by part")
    func mean() throws {
        var other = Self.row()
        other[.stepTime] = 2
        other[.rolloutTime] = 1.5
        let splits = try [Self.row(), other].map { try #require(StepSplit($0)) }
        let mean = try #require(StepSplit(meanOf: splits))
        #expect(mean.seconds == [1, 0.0625, 0.125, 0.25, 0.03125, 0.5, 0.5, 0.03125])
        #expect(StepSplit(meanOf: []) == nil)
    }

    @Test("every part's metric depends on the machine, and so has no part in digests")
    func volatile() {
        for metric in StepSplit.metrics { #expect(metric.isVolatile) }
        #expect(StepSplit.metrics.count == StepSplit.Part.allCases.count)
    }
}
