import Rendering
import Runs

/// The form that starts a run.
///
/// Every value goes through `ConfigurationKey`, so that the form accepts what files and `--set`
/// accept, and says the same words when it does not.
struct RunForm: Hashable, Sendable {
    /// One line of the form.
    enum Field: Hashable, Sendable {
        case name, preset, domain, strategy, level, steps, seed
        /// A `key=value` line.
        case setting(Int)
        case start
    }

    var name = TextField()
    var preset = Preset.default
    var domain: String
    var strategy: Strategy
    var level: Int
    var steps: TextField
    var seed: TextField
    var settings = [TextField()]
    var field = Field.name
    /// Names that are taken.
    let taken: Set<String>

    init(taken: Set<String>) {
        let configuration = RunConfiguration()
        domain = configuration.domain
        strategy = configuration.strategy
        level = configuration.level
        steps = TextField(String(configuration.steps))
        seed = TextField(String(configuration.seed))
        self.taken = taken
    }

    /// The lines, in order.
    var fields: [Field] {
        [.name, .preset, .domain, .strategy, .level, .steps, .seed]
            + settings.indices.map { .setting($0) } + [.start]
    }

    static let levels = 1...3

    // MARK: Editing

    mutating func move(by offset: Int) {
        let fields = fields
        let index = fields.firstIndex(of: field) ?? 0
        field = fields[(index + offset + fields.count) % fields.count]
    }

    /// Changes a field with choices; false for a text field.
    mutating func choose(_ offset: Int) -> Bool {
        switch field {
        case .preset: preset = Self.turned(preset, offset)
        case .domain:
            let all = RunConfiguration.domains
            let index = all.firstIndex(of: domain) ?? 0
            choose(domain: all[(index + offset + all.count) % all.count])
        case .strategy: strategy = Self.turned(strategy, offset)
        case .level:
            let count = Self.levels.count
            level =
                (level - Self.levels.lowerBound + offset + count) % count
                + Self.levels.lowerBound
        default: return false
        }
        return true
    }

    /// Chooses a domain, with the level and the steps that it has by default.
    private mutating func choose(domain: String) {
        self.domain = domain
        var configuration = RunConfiguration(preset: preset)
        configuration.apply(domain: domain)
        level = configuration.level
        steps = TextField(String(configuration.steps))
    }

    private static func turned<Choice: CaseIterable & Equatable>(
        _ choice: Choice, _ offset: Int
    ) -> Choice where Choice.AllCases == [Choice] {
        let all = Choice.allCases
        let index = all.firstIndex(of: choice) ?? 0
        return all[(index + offset + all.count) % all.count]
    }

    /// Changes the text of the field that is being typed in.
    mutating func edit(_ change: (inout TextField) -> Void) {
        switch field {
        case .name: change(&name)
        case .steps: change(&steps)
        case .seed: change(&seed)
        case .setting(let index):
            guard settings.indices.contains(index) else { return }
            change(&settings[index])
            if settings.last?.text.isEmpty == false, settings.count < 64 {
                settings.append(TextField())
            }
        case .preset, .domain, .strategy, .level, .start: break
        }
    }

    // MARK: Reading

    /// Why a field is not accepted; nil if it is.
    func problem(of field: Field) -> String? {
        switch field {
        case .name:
            if name.text.isEmpty { return nil }
            guard let run = RunID(name.string) else { return "expected \(RunID.accepted)" }
            return taken.contains(run.name) ? "a run of this name exists" : nil
        case .steps: return Self.problem(key: "steps", value: steps.string)
        case .seed: return Self.problem(key: "seed", value: seed.string)
        case .setting(let index):
            guard settings.indices.contains(index), !settings[index].text.isEmpty else {
                return nil
            }
            switch Self.setting(settings[index].string) {
            case .success: return nil
            case .failure(let error): return error.description
            }
        case .preset, .domain, .strategy, .level: return nil
        case .start: return fields.dropLast().lazy.compactMap { problem(of: $0) }.first
        }
    }

    /// What the form asks for; nil while a field is not accepted.
    var request: RunRequest? {
        guard problem(of: .start) == nil else { return nil }
        var list = [
            RunRequest.Setting(key: "domain", value: domain),
            RunRequest.Setting(key: "strategy", value: strategy.rawValue),
            RunRequest.Setting(key: "level", value: String(level)),
            RunRequest.Setting(key: "steps", value: steps.string),
            RunRequest.Setting(key: "seed", value: seed.string),
        ]
        for line in settings where !line.text.isEmpty {
            guard case .success(let setting) = Self.setting(line.string) else { return nil }
            list.append(setting)
        }
        return RunRequest(name: RunID(name.string), preset: preset, settings: list)
    }

    private static func problem(key: String, value: String) -> String? {
        var configuration = RunConfiguration()
        do {
            try ConfigurationKey.named(key).write(value, to: &configuration)
            return nil
        } catch {
            return error.description
        }
    }

    /// Reads and checks a `key=value` line.
    static func setting(_ line: String) -> Result<RunRequest.Setting, ConfigurationError> {
        guard let equals = line.firstIndex(of: "=") else {
            return .failure(
                ConfigurationError(key: line, value: line, accepted: "a line such as beta=0.01"))
        }
        let key = trimmed(line[..<equals])
        let value = trimmed(line[line.index(after: equals)...])
        var configuration = RunConfiguration()
        do {
            try ConfigurationKey.named(key).write(value, to: &configuration)
            return .success(RunRequest.Setting(key: key, value: value))
        } catch {
            return .failure(error)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension RunForm {
    /// The form as it is drawn, and as the mouse meets it.
    var widget: Form {
        func line(_ field: Field) -> FormField {
            let problem = problem(of: field)
            switch field {
            case .name:
                return FormField(
                    "name", .text(name.string), placeholder: "made for you", problem: problem)
            case .preset:
                return FormField("preset", Self.choice(Preset.allCases, preset))
            case .domain:
                return FormField(
                    "domain",
                    .choice(
                        RunConfiguration.domains,
                        selected: RunConfiguration.domains.firstIndex(of: domain) ?? 0))
            case .strategy:
                return FormField("strategy", Self.choice(Strategy.allCases, strategy))
            case .level:
                return FormField(
                    "level",
                    .choice(Self.levels.map { "\($0)" }, selected: level - Self.levels.lowerBound))
            case .steps: return FormField("steps", .text(steps.string), problem: problem)
            case .seed: return FormField("seed", .text(seed.string), problem: problem)
            case .setting(let index):
                return FormField(
                    index == 0 ? "settings" : "", .text(settings[index].string),
                    placeholder: "key=value, such as beta=0.01", problem: problem)
            case .start:
                return FormField(
                    "", .button("start"), note: Line(problem ?? "", .disabled),
                    isEnabled: problem == nil)
            }
        }
        return Form(
            fields.map(line), selection: fields.firstIndex(of: field), cursor: textCursor)
    }

    private static func choice<Choice: CaseIterable & RawRepresentable & Equatable>(
        _ all: [Choice], _ chosen: Choice
    ) -> FormField.Value where Choice.RawValue == String {
        .choice(all.map(\.rawValue), selected: all.firstIndex(of: chosen) ?? 0)
    }

    /// Characters before the cursor of the text that is typed.
    private var textCursor: Int {
        switch field {
        case .name: name.cursor
        case .steps: steps.cursor
        case .seed: seed.cursor
        case .setting(let index): settings.indices.contains(index) ? settings[index].cursor : 0
        case .preset, .domain, .strategy, .level, .start: 0
        }
    }

    /// Takes a press of the mouse.
    ///
    /// - Returns: whether the run is to be started.
    mutating func click(_ hit: Form.Hit) -> Bool {
        let fields = fields
        func select(_ index: Int) { if fields.indices.contains(index) { field = fields[index] } }
        switch hit {
        case .field(let index), .text(let index, _): select(index)
        case .choice(let index, let word):
            select(index)
            switch field {
            case .preset: preset = Preset.allCases[word]
            case .domain: choose(domain: RunConfiguration.domains[word])
            case .strategy: strategy = Strategy.allCases[word]
            case .level: level = Self.levels.lowerBound + word
            default: break
            }
        case .turn(let index, let offset):
            select(index)
            _ = choose(offset)
        }
        return field == .start
    }
}
