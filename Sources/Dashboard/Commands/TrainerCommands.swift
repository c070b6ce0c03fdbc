import Runs

/// What a person can ask of the trainer.
enum TrainerCommands {
    static let all: [Command] = [
        Command(
            "trainer.pause", [.key(" ")], "pause, or go on",
            hintNow: { $0.isHeld ? "go on" : "pause" }, obstacle: obstacle,
            deed: .act { [.command($0.isHeld ? .resume : .pause)] }),
        Command.telling(
            "trainer.step", [.key(".")], "train one step, then pause", hint: "step",
            obstacle: obstacle, yields: { _ in [.command(.step(1))] }),
        Command(
            "trainer.steps", [.key(">")], "train n steps, then pause", obstacle: obstacle,
            asks: stepCount),
        Command.telling(
            "trainer.checkpoint", [.key("C")], "write a checkpoint now", obstacle: obstacle,
            yields: {
                $0.say("checkpoint asked for: written at the next step boundary")
                return [.command(.checkpoint)]
            }),
        Command(
            "trainer.stop", [.key("X")], "checkpoint and stop the run, after asking",
            obstacle: obstacle
        ) { $0.overlays.append(.confirmation(stopping)) },
    ]

    /// Why the trainer can't be told anything now.
    static let obstacle: Command.Words = { state in
        guard let session = state.session else { return "no run is open" }
        if case .readOnly(let reason) = session.ability { return "read only: \(reason)" }
        guard let snapshot = session.snapshot else { return "the run is starting" }
        if let end = snapshot.end { return "the run is \(end.word)" }
        if snapshot.control == .stopping { return "the run is stopping" }
        return nil
    }

    private static let stepCount = Question(
        verb: "train", title: "Train how many steps", hint: { _ in "then the run pauses" }
    ) { _, text in
        guard let count = Int(text), (1...1_000_000).contains(count) else {
            return .refused("expected a whole number from 1 to 1000000")
        }
        return .accepted([.command(.step(count))])
    }

    static let stopping = Confirmation(
        name: "stop", title: "Stop the run?",
        lines: [
            "A checkpoint is written and the run ends as interrupted.",
            "redraft resume goes on from there.",
        ], endsWithRun: true
    ) { _ in [.command(.stop)] }
}
