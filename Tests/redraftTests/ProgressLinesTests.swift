import Runs
import Testing

@testable import redraft

@Suite("Progress lines")
struct ProgressLinesTests {
    private func snapshot(
        _ phase: RunPhase, step: Int = 0, change: (inout RunSnapshot) -> Void = { _ in }
    ) throws -> RunSnapshot {
        var snapshot = RunSnapshot(
            run: try #require(RunID("r")), phase: phase, control: .running, step: step, steps: 600,
            metrics: MetricRow(), depths: [], bufferSize: 12, bufferCapacity: 256, alarms: [],
            published: 0)
        change(&snapshot)
        return snapshot
    }

    @Test("a line at once when the work changes, then one an interval")
    func interval() throws {
        var lines = ProgressLines(interval: 5)
        let first = try snapshot(.warmStart) {
            $0.progress = Progress(done: 5, total: 4000, remainingSeconds: 61.2)
            $0.metrics[.loss] = 1.5
        }
        #expect(lines.take(first, at: 0) == ["warm start 5/4000  loss 1.500  ETA 1:01"])
        #expect(lines.take(first, at: 4.9) == [])
        #expect(lines.take(first, at: 5).count == 1)
        #expect(lines.take(try snapshot(.saving), at: 5.1) == [])
        let training = try snapshot(.update, step: 7) {
            $0.metrics[.reward] = 0.41239
            $0.metrics[.solved] = 0.25
            $0.stepSeconds = 0.085
            $0.remainingSeconds = 42
        }
        #expect(
            lines.take(training, at: 5.2) == [
                "step 7/600  reward 0.412  solved 25.0%  buffer 12/256  0.085 s/step  ETA 0:42"
            ])
        #expect(lines.take(try snapshot(.saving, step: 7), at: 6) == [])
    }

    @Test("an evaluation, an alarm and a pause are told once")
    func news() throws {
        var lines = ProgressLines(interval: 1000)
        _ = lines.take(try snapshot(.rollout, step: 1), at: 0)
        let alarm = Alarm(
            kind: .lowEntropy, step: 2, isRaised: true, value: 0.05, message: "entropy is low")
        let evaluation = EvaluationRecord(
            step: 2, domain: "math", split: "held-out", count: 8, samples: 1, temperature: 1,
            k: [0, 1], solve: [0.25, 0.5], quality: [0.5, 0.6],
            corrections: .init(wrongToRight: 2, rightToWrong: 0, net: 2), distinct: 1, invalid: 0,
            copied: 0, bestSoFar: 0.5)
        let busy = try snapshot(.rollout, step: 2) {
            $0.alarms = [alarm]
            $0.evaluation = evaluation
            $0.control = .paused(.requested)
        }
        #expect(
            lines.take(busy, at: 1) == [
                "held out, step 2: solved 25.0% at the first answer, 50.0% after 1 improvements",
                "alarm: entropy is low", "paused after step 2: asked to",
            ])
        #expect(lines.take(busy, at: 2) == [])
        let calm = try snapshot(.rollout, step: 2) { $0.evaluation = evaluation }
        #expect(
            lines.take(calm, at: 3) == ["alarm over: low_entropy", "going on after step 2"])
    }

    @Test("no progress is told of a run that has ended")
    func ended() throws {
        var lines = ProgressLines(interval: 0)
        #expect(lines.take(try snapshot(.saving, step: 3) { $0.end = .interrupted }, at: 1) == [])
    }

    @Test("a command line can be typed again")
    func commandLine() {
        #expect(
            CommandLineText.text(["/a/b/redraft", "train", "--set", "beta=0.1", "it's", ""])
                == #"redraft train --set beta=0.1 'it'\''s' ''"#)
    }

    @Test("what does not fit together is refused before anything is written")
    func planCheck() {
        var configuration = RunConfiguration()
        configuration.model.hidden = 30
        do {
            try PlanCheck.check(configuration)
            Issue.record("a hidden size of 30 was accepted for 4 heads")
        } catch {
            #expect(error.code == .usage)
            #expect(error.description.contains("30"))
        }
    }
}
