import Runs

/// Tasks, answers and results in words.
extension ToolsDomain {
    /// Goals of each turn, then the world: `in f0 d2, read f1; at d3 | d1 f0:d1=w2 f1:d0=w3? f2:-`.
    ///
    /// The first directory is the current one, each file has its place and its word, and `?` marks a
    /// place that the first prompt hides.
    public func text(of task: DomainTask) -> String {
        let task = ToolTask(task, settings: settings)
        let goals = task.turns.map(text(of:)).joined(separator: "; ")
        let files = (0..<settings.files).map { file in
            guard task.world.exists(file) else { return "f\(file):-" }
            let mark = task.hidden >> UInt8(file) & 1 == 1 ? "?" : ""
            return "f\(file):d\(task.world.place(file))=w\(task.world.contents[file])\(mark)"
        }
        return "\(goals) | d\(task.world.directory) " + files.joined(separator: " ")
    }

    private func text(of goals: [ToolGoal]) -> String {
        goals.map { goal in
            ([goal.kind.text, text(goal.kind.first, goal.first)]
                + (goal.kind.second.map { [text($0, goal.second)] } ?? [])).joined(separator: " ")
        }.joined(separator: ", ")
    }

    private func text(_ argument: ToolCall.Argument, _ value: Int) -> String {
        switch argument {
        case .directory: "d\(value)"
        case .file: "f\(value)"
        case .word: "w\(value)"
        }
    }

    private func text(of call: ToolCall) -> String {
        let arguments = [
            call.kind.first.map { text($0, call.first) },
            call.kind.second.map { text($0, call.second) },
        ].compactMap { $0 }
        return "\(call.kind.text)(\(arguments.joined(separator: ",")))"
    }

    /// A word a call: `cd(d1) mv(f0,d2) ls()`; what is no list of calls shows token by token.
    public func text(of answer: [Int32], answering instance: TaskInstance) -> String {
        if let calls = calls(answer) { return calls.map(text(of:)).joined(separator: " ") }
        let shown = answer.last == tokens.end ? answer.dropLast() : answer[...]
        return shown.map { token in
            vocabulary.indices.contains(Int(token)) ? vocabulary[Int(token)] : "<?\(token)>"
        }.joined(separator: " ")
    }

    /// The turn's goals, what is seen of the world, and the draft with its results.
    public func promptText(for instance: TaskInstance, mode: RevisionMode) -> String {
        let turn = turn(of: instance)
        let files = (0..<settings.files).map { file in
            "f\(file):\(vocabulary[Int(tokens.place(turn.view.places[file]))])"
        }.joined(separator: " ")
        let verb = instance.isBase ? "solve" : mode.rawValue
        let request = "\(verb) \(text(of: turn.goals)) | d\(turn.world.directory) \(files)"
        guard let latest = instance.latest else { return request }
        let draft = text(of: latest.tokens, answering: instance)
        let feedback = feedbackText(on: latest, answering: instance).map { ": \($0)" } ?? ""
        return "\(request) | \(draft)\(feedback)"
    }

    /// What each call gave back: `OK, ENOENT, w3, f0 f2`.
    public func feedbackText(on answer: Answer, answering instance: TaskInstance) -> String? {
        guard settings.feedback else { return nil }
        guard let calls = calls(answer.tokens) else { return "no calls" }
        return ToolRun(calls, in: turn(of: instance).world).results.map { result in
            switch result {
            case .done: "OK"
            case .missing: "ENOENT"
            case .exists: "EEXIST"
            case .directory(let directory): "d\(directory)"
            case .word(let word): "w\(word)"
            case .listing(0): "nil"
            case .listing(let mask):
                ToolResult.shownFiles(mask).map { "f\($0)" }.joined(separator: " ")
            }
        }.joined(separator: ", ")
    }

    /// Reads a line as `text(of:)` writes it.
    public func parse(task text: String) throws(TaskSyntaxError) -> DomainTask {
        let line = ToolTaskLine(settings: settings, tokens: tokens)
        guard text.utf8.count <= ToolTaskLine.longest, let task = line.task(text) else {
            throw TaskSyntaxError(
                text,
                accepted: "expected goals such as 'in f0 d2, read f1; at d3 | d1 f0:d1=w2 "
                    + "f1:d0=w3? f2:-' with 1 to \(ToolTask.mostTurns) turns of 1 to "
                    + "\(settings.goals) goals and each of the files f0 to f\(settings.files - 1)")
        }
        return task
    }
}

/// Reads a task that a person wrote.
struct ToolTaskLine {
    /// The longest line that is looked at, in bytes.
    static let longest = 4096

    let settings: ToolSettings
    let tokens: ToolVocabulary

    /// Nil where the line is no task.
    func task(_ text: String) -> DomainTask? {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let turns = parts[0].split(separator: ";", omittingEmptySubsequences: false)
            .map(goals)
        guard (1...ToolTask.mostTurns).contains(turns.count),
            var task = world(parts[1].split(whereSeparator: \.isWhitespace))
        else { return nil }
        for goals in turns {
            guard let goals else { return nil }
            task.turns.append(goals)
        }
        return task.task(settings)
    }

    /// A name such as `f3`: a letter, then a number below a bound.
    private func value(_ argument: ToolCall.Argument, _ text: some StringProtocol) -> Int? {
        (0..<tokens.count(argument)).first {
            tokens.texts[Int(tokens.token(argument, $0))] == text
        }
    }

    private func goals(_ text: Substring) -> [ToolGoal]? {
        let goals = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            goal(part.split(whereSeparator: \.isWhitespace))
        }
        guard (1...settings.goals).contains(goals.count), !goals.contains(nil) else { return nil }
        return goals.compactMap { $0 }
    }

    private func goal(_ words: [Substring]) -> ToolGoal? {
        guard let name = words.first,
            let kind = ToolGoal.Kind.allCases.first(where: { $0.text == name }),
            words.count == (kind.second == nil ? 2 : 3), let first = value(kind.first, words[1])
        else { return nil }
        guard let argument = kind.second else { return ToolGoal(kind, first) }
        return value(argument, words[2]).map { ToolGoal(kind, first, $0) }
    }

    private func world(_ words: [Substring]) -> ToolTask? {
        guard words.count == settings.files + 1, let directory = value(.directory, words[0]) else {
            return nil
        }
        var task = ToolTask(world: ToolWorld(), hidden: 0, turns: [])
        task.world.directory = directory
        for (file, word) in words.dropFirst().enumerated() {
            let prefix = "f\(file):"
            guard word.hasPrefix(prefix) else { return nil }
            var rest = word.dropFirst(prefix.count)
            if rest == "-" { continue }
            if rest.last == "?" {
                rest = rest.dropLast()
                task.hidden |= 1 << UInt8(file)
            }
            let parts = rest.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, let place = value(.directory, parts[0]),
                let content = value(.word, parts[1])
            else { return nil }
            task.world.places[file] = Int8(place)
            task.world.contents[file] = Int8(content)
        }
        return task
    }
}
