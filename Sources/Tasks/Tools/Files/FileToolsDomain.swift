import Runs

/// Tool use on a small file system, most of which the prompt hides.
///
/// What is seen of the world is the current directory, then for each file a directory, `-` for absent
/// or `?` for not seen yet:
///
///     mode  goal × G  directory  place × F  (name arg arg result) × C  <sep>
struct FileToolsDomain: ToolsDomain {
    let settings: ToolSettings
    let words: FileVocabulary
    /// The text of each token.
    let vocabulary: [String]

    /// The domain of some settings.
    ///
    /// - Precondition: 2 to 8 files, 1 to 3 goals, 2 to 8 calls and 1 to 8 turns.
    init(_ settings: ToolSettings) {
        precondition((2...FileWorld.capacity).contains(settings.files), "\(settings.files) files")
        precondition((1...3).contains(settings.goals), "\(settings.goals) goals")
        precondition((2...8).contains(settings.calls), "\(settings.calls) calls")
        precondition(
            (1...ToolSettings.mostTurns).contains(settings.turns), "\(settings.turns) turns")
        self.settings = settings
        words = FileVocabulary(files: settings.files)
        vocabulary = words.texts
    }

    // MARK: Encodings

    func decoded(_ task: DomainTask) -> FileTask { FileTask(task, settings: settings) }

    func encoded(_ task: FileTask) -> DomainTask { task.task(settings) }

    func calls(_ tokens: [Int32]) -> [FileCall]? { words.calls(tokens, limit: settings.calls) }

    func append(_ call: FileCall, to tokens: inout [Int32]) { words.append(call, to: &tokens) }

    func index(of call: FileCall) -> Int { call.index }

    var callCount: Int { FileCall.count }

    // MARK: Prompts

    static var goalLength: Int { 3 }
    var viewLength: Int { settings.files + 1 }
    var slotLength: Int { 4 }

    func append(_ goal: FileGoal, to prompt: inout [Int32]) {
        prompt.append(words.goal(goal.kind))
        prompt.append(words.token(goal.kind.first, goal.first))
        prompt.append(goal.kind.second.map { words.token($0, goal.second) } ?? ToolTokens.blank)
    }

    func append(viewOf turn: FileTurn, to prompt: inout [Int32]) {
        prompt.append(words.directory(turn.world.directory))
        for file in 0..<settings.files { prompt.append(words.place(turn.view.places[file])) }
    }

    func append(draft: [FileCall], of turn: FileTurn, to prompt: inout [Int32]) {
        let results = settings.feedback ? FileRun(draft, in: turn.world).results : []
        for (place, call) in draft.prefix(settings.calls).enumerated() {
            append(call, place < results.count ? results[place] : nil, to: &prompt)
        }
    }

    /// One slot: name, arguments, result; a listing takes the places of arguments too.
    private func append(_ call: FileCall, _ result: FileResult?, to prompt: inout [Int32]) {
        let end = prompt.count + slotLength
        words.append(call, to: &prompt)
        if case .listing(let mask) = result {
            for file in FileResult.shownFiles(mask) { prompt.append(words.file(file)) }
        }
        while prompt.count < end - 1 { prompt.append(ToolTokens.blank) }
        guard prompt.count < end else { return }
        switch result {
        case .done: prompt.append(words.done)
        case .missing: prompt.append(words.missing)
        case .exists: prompt.append(words.exists)
        case .directory(let directory): prompt.append(words.directory(directory))
        case .word(let word): prompt.append(words.word(word))
        case .listing(0): prompt.append(words.empty)
        case .listing, nil: prompt.append(ToolTokens.blank)
        }
    }
}
