import Runs

/// What is asked of the policy next.
struct PlayForm: Hashable, Sendable {
    /// Where the task comes from.
    enum Kind: String, Hashable, Sendable, CaseIterable {
        case heldOut, training, typed, recorded

        var title: String {
            switch self {
            case .heldOut: "held-out"
            case .training: "training"
            case .typed: "typed"
            case .recorded: "chain"
            }
        }
    }

    /// One line of the form.
    enum Field: Hashable, Sendable, CaseIterable {
        case kind, task, count, temperature, mode, seed, weights, play
    }

    var kind = Kind.heldOut
    /// Which task is drawn.
    var number = 1
    var typed = ""
    /// The revision whose task is played, and the task in words.
    var recorded: RevisionID?
    var recordedText = ""
    var count = 16
    var temperature = 1.0
    var mode = RevisionMode.improve
    var seed: UInt64 = 1
    var source = PolicySource.live
    var field = Field.kind

    static let counts = 0...256
    static let temperatures = 0.0...10.0
    /// What a revision can be asked to do.
    static let modes: [RevisionMode] = [.improve, .diverge]

    /// The task; nil while none is chosen.
    var task: PlayRequest.Task? {
        switch kind {
        case .heldOut: .drawn(number: number, isTraining: false)
        case .training: .drawn(number: number, isTraining: true)
        case .typed: typed.isEmpty ? nil : .typed(typed)
        case .recorded: recorded.map { .recorded($0) }
        }
    }

    /// The task in words, before the policy's first answer tells it.
    var taskText: String {
        switch kind {
        case .heldOut: "held-out task \(number)"
        case .training: "training task \(number)"
        case .typed: typed
        case .recorded:
            recorded.map { "\(recordedText.isEmpty ? "task of \($0)" : recordedText)" } ?? ""
        }
    }

    /// What to ask; nil while no task is chosen.
    var request: PlayRequest? {
        task.map {
            PlayRequest(
                source: source, task: $0, count: count, temperature: temperature, mode: mode,
                seed: seed)
        }
    }

    /// Why nothing can be asked; nil if something can.
    var problem: String? {
        guard task == nil else { return nil }
        return kind == .typed ? "type a task first: i" : "no chain was looked at yet"
    }

    /// Takes over what was asked before.
    mutating func use(_ play: Play) {
        let request = play.request
        switch request.task {
        case .drawn(let number, let isTraining):
            kind = isTraining ? .training : .heldOut
            self.number = number
        case .typed(let text):
            kind = .typed
            typed = text
        case .recorded(let revision):
            kind = .recorded
            recorded = revision
            recordedText = play.taskText
        }
        count = request.count
        temperature = request.temperature
        mode = request.mode
        seed = request.seed
        source = request.source
    }

    mutating func move(_ movement: Movement) {
        let fields = Field.allCases
        let index = fields.firstIndex(of: field) ?? 0
        let target = movement.target(from: index, count: fields.count, page: fields.count)
        field = fields[max(0, min(fields.count - 1, target))]
    }

    /// Changes the selected field by one; false for a field that has no next value.
    mutating func turn(_ offset: Int) -> Bool {
        switch field {
        case .kind: kind = Self.turned(kind, in: Kind.allCases, offset)
        case .mode: mode = Self.turned(mode, in: Self.modes, offset)
        case .task where kind == .heldOut || kind == .training: turnNumber(offset)
        case .count:
            count = max(Self.counts.lowerBound, min(Self.counts.upperBound, count + offset))
        case .temperature:
            let tenths = (temperature * 10).rounded() + Double(offset)
            temperature = max(0, min(Self.temperatures.upperBound, tenths / 10))
        case .seed: turnSeed(offset)
        case .task, .weights, .play: return false
        }
        return true
    }

    mutating func turnNumber(_ offset: Int) {
        number = max(1, min(Self.mostNumber, number + offset))
    }

    mutating func turnSeed(_ offset: Int) {
        seed = offset < 0 ? seed == 0 ? 0 : seed - 1 : seed == .max ? seed : seed + 1
    }

    static let mostNumber = 1_000_000

    private static func turned<Choice: Equatable>(
        _ choice: Choice, in all: [Choice], _ offset: Int
    ) -> Choice {
        let index = all.firstIndex(of: choice) ?? 0
        return all[(index + offset + all.count) % all.count]
    }
}
