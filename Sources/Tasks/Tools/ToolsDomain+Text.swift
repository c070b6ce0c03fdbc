import Runs

/// Tasks, answers and results in words.
extension ToolsDomain {
    /// Goals of each turn, then the world, such as `in f0 d2, read f1; at d3 | d1 f0:d1=w2 f1:d0=w3?`.
    ///
    /// Commas stand between goals, semicolons between turns, and `?` marks what the first prompt hides.
    func text(of task: DomainTask) -> String {
        let task = decoded(task)
        return "\(task.turns.map(text(of:)).joined(separator: "; ")) | \(text(worldOf: task))"
    }

    private func text(of goals: [Goal]) -> String {
        goals.map { text(of: $0) }.joined(separator: ", ")
    }

    /// A word a call: `cd(d1) mv(f0,d2) ls()`; what is no list of calls shows token by token.
    func text(of answer: [Int32], answering instance: TaskInstance) -> String {
        if let calls = calls(answer) {
            return calls.map { text(of: $0) }.joined(separator: " ")
        }
        let shown = answer.last == ToolTokens.end ? answer.dropLast() : answer[...]
        return shown.map { token in
            vocabulary.indices.contains(Int(token)) ? vocabulary[Int(token)] : "<?\(token)>"
        }.joined(separator: " ")
    }

    /// The turn's goals, what is seen of the world, and the draft with its results.
    func promptText(for instance: TaskInstance, mode: RevisionMode) -> String {
        let turn = turn(of: instance)
        let verb = instance.isBase ? "solve" : mode.rawValue
        let request = "\(verb) \(text(of: turn.goals)) | \(text(viewOf: turn))"
        guard let latest = instance.latest else { return request }
        let draft = text(of: latest.tokens, answering: instance)
        let feedback = feedbackText(on: latest, answering: instance).map { ": \($0)" } ?? ""
        return "\(request) | \(draft)\(feedback)"
    }

    /// What each call gave back: `OK, ENOENT, w3, f0 f2`.
    func feedbackText(on answer: Answer, answering instance: TaskInstance) -> String? {
        guard settings.feedback else { return nil }
        guard let calls = calls(answer.tokens) else { return "no calls" }
        return turn(of: instance).words(of: calls).joined(separator: ", ")
    }

    /// Reads a line as `text(of:)` writes it.
    func parse(task text: String) throws(TaskSyntaxError) -> DomainTask {
        guard text.utf8.count <= ToolSettings.longestTask, let task = task(in: text) else {
            throw TaskSyntaxError(text, accepted: accepted)
        }
        return encoded(task)
    }

    private func task(in text: String) -> Task? {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let turns = parts[0].split(separator: ";", omittingEmptySubsequences: false).map(goals)
        guard (1...ToolSettings.mostTurns).contains(turns.count),
            var task = world(parts[1].split(whereSeparator: \.isWhitespace))
        else { return nil }
        for goals in turns {
            guard let goals else { return nil }
            task.turns.append(goals)
        }
        return task
    }

    private func goals(_ text: Substring) -> [Goal]? {
        let goals = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            goal(part.split(whereSeparator: \.isWhitespace))
        }
        guard (1...settings.goals).contains(goals.count), !goals.contains(nil) else { return nil }
        return goals.compactMap { $0 }
    }
}
