import Runs

/// The file system in words: the current directory, then each file's place and word.
extension FileToolsDomain {
    func text(worldOf task: FileTask) -> String {
        let files = (0..<settings.files).map { file in
            guard task.world.exists(file) else { return "f\(file):-" }
            let mark = task.hidden >> UInt8(file) & 1 == 1 ? "?" : ""
            return "f\(file):d\(task.world.place(file))=w\(task.world.contents[file])\(mark)"
        }
        return "d\(task.world.directory) " + files.joined(separator: " ")
    }

    func text(viewOf turn: FileTurn) -> String {
        let files = (0..<settings.files).map { file in
            "f\(file):\(vocabulary[Int(words.place(turn.view.places[file]))])"
        }
        return "d\(turn.world.directory) " + files.joined(separator: " ")
    }

    func text(of goal: FileGoal) -> String {
        ([goal.kind.text, text(goal.kind.first, goal.first)]
            + (goal.kind.second.map { [text($0, goal.second)] } ?? [])).joined(separator: " ")
    }

    func text(of call: FileCall) -> String {
        let arguments = [
            call.kind.first.map { text($0, call.first) },
            call.kind.second.map { text($0, call.second) },
        ].compactMap { $0 }
        return "\(call.kind.text)(\(arguments.joined(separator: ",")))"
    }

    private func text(_ argument: FileCall.Argument, _ value: Int) -> String {
        vocabulary[Int(words.token(argument, value))]
    }

    var accepted: String {
        "expected goals such as 'in f0 d2, read f1; at d3 | d1 f0:d1=w2 f1:d0=w3? f2:-' with 1 to "
            + "\(ToolSettings.mostTurns) turns of 1 to \(settings.goals) goals and each of the files "
            + "f0 to f\(settings.files - 1)"
    }

    /// A name such as `f3`: a letter, then a number below a bound.
    private func value(_ argument: FileCall.Argument, _ text: some StringProtocol) -> Int? {
        (0..<words.count(argument)).first { self.text(argument, $0) == text }
    }

    func goal(_ words: [Substring]) -> FileGoal? {
        guard let name = words.first,
            let kind = FileGoal.Kind.allCases.first(where: { $0.text == name }),
            words.count == (kind.second == nil ? 2 : 3), let first = value(kind.first, words[1])
        else { return nil }
        guard let argument = kind.second else { return FileGoal(kind, first) }
        return value(argument, words[2]).map { FileGoal(kind, first, $0) }
    }

    func world(_ words: [Substring]) -> FileTask? {
        guard words.count == settings.files + 1, let directory = value(.directory, words[0]) else {
            return nil
        }
        var task = FileTask(world: FileWorld(), hidden: 0, turns: [])
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
