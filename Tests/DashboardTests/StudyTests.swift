import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("A study above the list of its runs")
struct StudyTests {
    private func progress(
        _ first: StudyProgress.Stage, _ second: StudyProgress.Stage, isOver: Bool = false
    ) throws -> StudyProgress {
        let names = try ["s-grpo-s1", "s-exit-s1"].map { try #require(RunID($0)) }
        return StudyProgress(
            name: "s", arms: ["grpo", "exit"], seeds: [1], k: [0, 4, 16], temperature: 1,
            cells: [
                .init(run: names[0], arm: "grpo", seed: 1, stage: first),
                .init(run: names[1], arm: "exit", seed: 1, stage: second),
            ], remainingSeconds: 95, isStopping: false, isOver: isOver)
    }

    private func state(columns: Int, rows: Int) -> DashboardState {
        var state = DashboardState(runs: [], now: 100)
        _ = Dashboard.update(&state, .resize(columns: columns, rows: rows))
        return state
    }

    @Test("its table tells every run, and means of what is done; a wide window has curves")
    func table() throws {
        for (columns, rows) in [(80, 24), (160, 45)] {
            var state = state(columns: columns, rows: rows)
            let begun = try progress(
                .done(solve: [0.2, 0.15, 0.1]), .training(step: 30, steps: 60))
            let effects = Dashboard.update(&state, .study(begun))
            #expect(effects.contains(.listRuns))
            let text = Dashboard.view(state).text
            for part in ["Study s", "1 of 2 runs, ETA 1:35", "train 50%", "0.200", "/s-"] {
                #expect(text.contains(part), "\(part) at \(columns)")
            }
            #expect(text.contains("Solved after k") == (columns > 100))
        }
        for (columns, rows) in [(1, 1), (20, 5), (40, 10), (300, 9)] {
            var state = state(columns: columns, rows: rows)
            _ = Dashboard.update(&state, .study(try progress(.waiting, .failed("no disk"))))
            #expect(Dashboard.view(state).width == columns)
        }
    }

    @Test("the runs are listed again when one begins or ends, not at every step")
    func listing() throws {
        var state = state(columns: 120, rows: 40)
        let stages: [(StudyProgress.Stage, Bool)] = [
            (.waiting, true), (.warmStart(done: 1, total: 9), true),
            (.training(step: 3, steps: 9), false), (.measuring(done: 1, total: 2), false),
            (.done(solve: [0, 0, 0]), true),
        ]
        for (stage, isListed) in stages {
            let effects = Dashboard.update(&state, .study(try progress(.waiting, stage)))
            #expect(effects.contains(.listRuns) == isListed, "\(stage)")
        }
    }

    @Test("leaving asks what becomes of it; stopped, it is left when it is over")
    func leaving() throws {
        var state = state(columns: 120, rows: 40)
        let working = try progress(.waiting, .training(step: 3, steps: 9))
        _ = Dashboard.update(&state, .study(working))
        #expect(Dashboard.update(&state, .key(.character("q"))).isEmpty)
        #expect(Dashboard.view(state).text.contains("Leave a study under way"))
        #expect(Dashboard.update(&state, .key(.character("s"))).contains(.stopStudy))
        #expect(!Dashboard.update(&state, .study(working)).contains(.leave(.quit)))
        let over = try progress(.waiting, .waiting, isOver: true)
        #expect(Dashboard.update(&state, .study(over)).contains(.leave(.quit)))
        // One that is over is left without a question.
        var other = self.state(columns: 120, rows: 40)
        _ = Dashboard.update(&other, .study(over))
        #expect(Dashboard.update(&other, .key(.character("q"))).contains(.leave(.quit)))
    }

    @Test("means are over the runs that are done, and of those alone")
    func means() throws {
        let half = try progress(.done(solve: [0.5, 0.25, 1]), .waiting)
        #expect(half.solve(of: "grpo") == [0.5, 0.25, 1] && half.solve(of: "exit") == [])
        #expect(half.doneCount == 1)
    }
}
