import Runs

/// Tasks, programs and results in words.
extension PipelineDomain {
    /// Source and seed, and the card's hidden lines: `xor 17 hiding rows scales`.
    public func text(of task: DomainTask) -> String {
        let task = posed(task)
        let hidden = TableCard.Field.allCases.filter { task.hides($0) }.map(\.text)
        return task.table.text + (hidden.isEmpty ? "" : " hiding " + hidden.joined(separator: " "))
    }

    /// Reads a line as `text(of:)` writes it.
    public func parse(task text: String) throws(TaskSyntaxError) -> DomainTask {
        guard text.utf8.count <= 256,
            let task = task(text.split(whereSeparator: \.isWhitespace))
        else {
            throw TaskSyntaxError(
                text,
                accepted: "expected a table such as 'xor 17', one of "
                    + sources.map(\.text).joined(separator: ", ")
                    + " and a number below \(PipelineTask.seeds), then perhaps 'hiding' and "
                    + TableCard.Field.allCases.map(\.text).joined(separator: ", "))
        }
        return task.task
    }

    /// The sources there are: a person's own where the run has one.
    private var sources: [TableSource] {
        TableSource.allCases + (settings.data == nil ? [] : [.own])
    }

    private func task(_ words: [Substring]) -> PipelineTask? {
        guard words.count == 2 || words.count > 3 && words[2] == "hiding",
            let source = sources.first(where: { $0.text == words[0] }),
            let seed = Int(words[1]), (0..<PipelineTask.seeds).contains(seed)
        else { return nil }
        var hidden = 0
        for word in words.dropFirst(3) {
            guard let field = TableCard.Field.allCases.first(where: { $0.text == word }) else {
                return nil
            }
            hidden |= 1 << field.rawValue
        }
        let own = source == .own ? settings.data : nil
        return PipelineTask(
            table: own.map { TableKey(own: $0, seed: seed) }
                ?? TableKey(source: source, seed: seed),
            hidden: hidden)
    }

    /// `mean std sel4 xgb rounds=12 depth=2`; what is no program shows token by token.
    public func text(of answer: [Int32], answering instance: TaskInstance) -> String {
        if let program = tokens.pipeline(answer) { return program.text }
        let shown = answer.last == tokens.end ? answer.dropLast() : answer[...]
        return shown.map { token in
            vocabulary.indices.contains(Int(token)) ? vocabulary[Int(token)] : "<?\(token)>"
        }.joined(separator: " ")
    }

    /// The table, the card's lines that are shown, and the draft with what it came to.
    public func promptText(for instance: TaskInstance, mode: RevisionMode) -> String {
        let task = posed(instance.task)
        let verb = instance.isBase ? "solve" : mode.rawValue
        let card = memo.card(of: task.table)
        let lines = TableCard.Field.allCases.map { field in
            field.text + (task.hides(field) ? " ?" : field.values[card.value(field)])
        }
        let request = "\(verb) \(task.table.text) | " + lines.joined(separator: ", ")
        guard let latest = instance.latest else { return request }
        let draft = text(of: latest.tokens, answering: instance)
        let feedback = feedbackText(on: latest, answering: instance).map { ": \($0)" } ?? ""
        return "\(request) | \(draft)\(feedback)"
    }

    /// `validated 0.84, trained 0.97; ridge 0.61, 5-NN 0.80`, or the error's name and meaning.
    public func feedbackText(on answer: Answer, answering instance: TaskInstance) -> String? {
        guard let program = tokens.pipeline(answer.tokens) else { return "no program" }
        let table = posed(instance.task).table
        guard case .ran(_, let trained) = memo.result(of: program, on: table) else {
            return shownText(program, on: table)
        }
        let beside = zip(Diagnostics.names, diagnostics).map { name, program in
            "\(name) \(shownText(program, on: table))"
        }
        return "validated \(shownText(program, on: table)), trained "
            + shareText(trained, on: table)
            + (beside.isEmpty ? "" : "; " + beside.joined(separator: ", "))
    }

    private func shownText(_ program: Pipeline, on table: TableKey) -> String {
        switch memo.result(of: program, on: table) {
        case .ran(let right, _): shareText(right, on: table)
        case .refused(let error): "\(error.rawValue), \(error.meaning)"
        }
    }

    /// A share of the rows with two decimals.
    private func shareText(_ right: Int, on table: TableKey) -> String {
        let share = Double(right) / Double(memo.size(of: table).rows)
        let hundredths = String(Int((100 * share).rounded()) + 1000)
        return "\(hundredths.dropFirst().first == "1" ? "1" : "0").\(hundredths.suffix(2))"
    }
}

extension PipelineError {
    /// What was too much.
    fileprivate var meaning: String {
        switch self {
        case .columns: "too many columns after the feature step"
        case .cost: "too many rounds for so many rows and columns"
        case .scale: "too little regularisation for columns of this scale"
        }
    }
}
