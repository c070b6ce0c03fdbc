import Runs

@testable import Dashboard

/// A dashboard over a made-up run: presses keys, answers queries at once, keeps the effects.
struct Driver {
    var state: DashboardState
    var run = FixtureRun()
    /// Effects other than queries, oldest first.
    var effects: [DashboardEffect] = []
    /// Whether queries are answered; else they are only kept.
    var isAnswering = true
    var submitted: [(ticket: Int, query: HistoryQuery)] = []
    var cancelled: [Int] = []

    init(
        run: FixtureRun = FixtureRun(), ability: SessionAbility = .live,
        role: SessionRole = .trains, snapshot: RunSnapshot? = nil, columns: Int = 120,
        rows: Int = 36
    ) {
        self.run = run
        state = DashboardState(
            run: FixtureRun.description, ability: ability, role: role,
            now: FixtureRun.start + 100)
        take(Dashboard.begin(&state))
        send(.resize(columns: columns, rows: rows))
        send(.themes(["ansi", "dark", "light", "mono"], current: "dark"))
        send(.snapshot(snapshot ?? run.snapshot(), committed: run.newest))
    }

    init(runs: [ListedRun], columns: Int = 120, rows: Int = 36) {
        state = DashboardState(runs: runs, now: FixtureRun.start + 100)
        take(Dashboard.begin(&state))
        send(.resize(columns: columns, rows: rows))
    }

    static let listings: [ListedRun] = [
        listing("sample-exit", "sample-runs", .exit, "finished", 600),
        listing("sample-grpo", "sample-runs", .grpo, "finished", 600),
        listing("exit-2", "runs", .exit, "training", 212),
        listing("torn", "runs", nil, "unreadable", 0, problem: "run.sqlite is not a database"),
    ]

    static func listing(
        _ name: String, _ place: String, _ strategy: Strategy?, _ state: String, _ step: Int,
        problem: String? = nil
    ) -> ListedRun {
        guard let run = RunID(name) else { preconditionFailure("'\(name)' is no run's name") }
        return ListedRun(
            run: run, path: "/\(place)/\(name)", place: place, strategy: strategy, state: state,
            step: step, steps: 600, bytes: 6_400_000, changed: FixtureRun.start, problem: problem,
            configuration: strategy.map {
                var configuration = RunConfiguration()
                configuration.strategy = $0
                configuration.beta = $0 == .grpo ? 0.01 : configuration.beta
                return configuration
            },
            rewards: strategy == nil ? [] : (0..<32).map { 0.6 - 0.4 / Double($0 + 1) },
            solve: strategy == .exit ? ListedRun.Solve(k: 16, share: 0.683) : nil,
            origin: name == "exit-2" ? "sample-exit at 120" : nil)
    }

    mutating func send(_ event: DashboardEvent) {
        take(Dashboard.update(&state, event))
    }

    mutating func take(_ new: [DashboardEffect]) {
        for effect in new {
            switch effect {
            case .submit(let ticket, let query):
                submitted.append((ticket, query))
                if isAnswering { send(.answer(ticket: ticket, run.answer(query))) }
            case .submitOther(let ticket, _, let query):
                if isAnswering { send(.answer(ticket: ticket, run.answer(query))) }
            case .listRuns:
                effects.append(effect)
                if isAnswering { send(.runs(Self.listings)) }
            case .cancel(let ticket): cancelled.append(ticket)
            default: effects.append(effect)
            }
        }
    }

    /// Presses each key of a text, `<` and `>` around the names of keys that are no characters.
    mutating func press(_ keys: DashboardKey...) {
        for key in keys { send(.key(key)) }
    }

    mutating func type(_ text: String) {
        for character in text { send(.key(.character(character))) }
    }
}
