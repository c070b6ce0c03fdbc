import Runs
import Testing

@testable import Training

@Suite("Command desk")
struct CommandDeskTests {
    @Test("pausing shows at once, paused only after the trainer parks")
    func pause() {
        let desk = CommandDesk()
        #expect(desk.send(.pause) == .pausing)
        #expect(desk.isUrgent)
        #expect(desk.park() == .paused(.requested))
        #expect(!desk.isUrgent)
        #expect(desk.send(.resume) == .running)
    }

    @Test("a resume while pausing cancels the pause")
    func cancelledPause() {
        let desk = CommandDesk()
        _ = desk.send(.pause)
        _ = desk.send(.resume)
        #expect(desk.park() == .running)
    }

    @Test("n steps are counted down to a pause")
    func steps() {
        let desk = CommandDesk()
        _ = desk.send(.pause)
        _ = desk.park()
        #expect(desk.send(.step(2)) == .stepping(2))
        #expect(desk.countStep() == .stepping(1))
        #expect(desk.countStep() == .paused(.stepped))
        #expect(desk.countStep() == .paused(.stepped))
    }

    @Test("nothing undoes a stop")
    func stop() {
        let desk = CommandDesk()
        #expect(desk.send(.stop) == .stopping)
        for command in [RunCommand.resume, .pause, .step(3), .checkpoint] {
            #expect(desk.send(command) == .stopping)
        }
        #expect(desk.pause(for: .nonFinite) == .stopping)
        #expect(desk.take() == [.stop])
    }

    @Test("a checkpoint is wished for once")
    func checkpoint() {
        let desk = CommandDesk()
        #expect(desk.send(.checkpoint) == .running)
        #expect(desk.takeCheckpointWish())
        #expect(!desk.takeCheckpointWish())
    }
}

@Suite("Alarms")
struct AlarmMonitorTests {
    private func row(invalid: Double) -> MetricRow {
        var row = MetricRow()
        row[.invalid] = invalid
        row[.gradNorm] = 1
        row[.entropy] = 1
        return row
    }

    @Test("one bad step does not ring; a lasting one rings once and is cleared once")
    func invalidAnswers() {
        var monitor = AlarmMonitor()
        var changes: [Alarm] = []
        for step in 1...30 { changes += monitor.observe(row(invalid: 0), step: step) }
        changes += monitor.observe(row(invalid: 0.9), step: 31)
        #expect(changes.isEmpty)
        for step in 32...60 { changes += monitor.observe(row(invalid: 0.5), step: step) }
        #expect(changes.map(\.kind) == [.invalidAnswers])
        #expect(monitor.active.map(\.kind) == [.invalidAnswers])
        for step in 61...120 { changes += monitor.observe(row(invalid: 0), step: step) }
        #expect(changes.map(\.isRaised) == [true, false])
        #expect(monitor.active.isEmpty)
    }

    @Test("twenty steps without a gradient ring")
    func noGradient() {
        var monitor = AlarmMonitor()
        var row = row(invalid: 0)
        row[.gradNorm] = 0
        var changes: [Alarm] = []
        for step in 1...25 { changes += monitor.observe(row, step: step) }
        #expect(changes.map(\.kind) == [.noGradient])
        #expect(changes.first?.step == 20)
    }
}
