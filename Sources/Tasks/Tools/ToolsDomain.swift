import Runs

/// Multi-turn tool use: calls that change a small file system, most of which the prompt hides.
///
/// A task is a world and the goals of each turn. An answer to a turn is a list of calls; they are
/// executed for real, on the world that the answers to earlier turns left. Every revision of a turn
/// starts from that world again. A prompt has a fixed layout, for G goals, F files and C calls:
///
///     mode  goal × G  directory  place × F  (name arg arg result) × C  <sep>
///
/// where a place is a directory, `-` for absent or `?` for not seen yet, and the calls are the
/// draft's, each with what it gave back. A base prompt's calls are blank. That is all the feedback:
/// whether the goals are met is never shown.
public struct ToolsDomain: Domain {
    let settings: ToolSettings
    let tokens: ToolVocabulary
    /// The text of each token.
    public let vocabulary: [String]

    /// The domain of some settings.
    ///
    /// - Precondition: 2 to 8 files, 1 to 3 goals, 2 to 8 calls and 1 to 8 turns.
    /// - Parameter settings: the size of world and tasks, and what prompts show.
    public init(_ settings: ToolSettings) {
        precondition((2...ToolWorld.capacity).contains(settings.files), "\(settings.files) files")
        precondition((1...3).contains(settings.goals), "\(settings.goals) goals")
        precondition((2...8).contains(settings.calls), "\(settings.calls) calls")
        precondition(
            (1...ToolTask.mostTurns).contains(settings.turns), "\(settings.turns) turns")
        self.settings = settings
        tokens = ToolVocabulary(files: settings.files)
        vocabulary = tokens.texts
    }

    /// `tools`.
    public var name: String { "tools" }
    /// Ends an answer.
    public var endToken: Int32 { tokens.end }
    /// Every prompt is this long.
    public var longestPrompt: Int { 3 + 3 * settings.goals + settings.files + 4 * settings.calls }
    /// Three tokens a call at most, and the end token.
    public var longestAnswer: Int { 3 * settings.calls + 1 }
    /// The chain is all there is.
    public var scaffold: SearchScaffold? { nil }

    /// As many turns as the task has lists of goals.
    public func turns(of task: DomainTask) -> Int {
        max(1, ToolTask(task, settings: settings).turns.count)
    }

    /// The calls executed.
    public func cost(of answer: Answer, answering instance: TaskInstance) -> Int {
        calls(answer.tokens)?.count ?? 0
    }

    func calls(_ tokens: [Int32]) -> [ToolCall]? {
        self.tokens.calls(tokens, limit: settings.calls)
    }

    // MARK: The turn's start

    /// A turn's goals, the world it starts from, and what of it is seen.
    func turn(of instance: TaskInstance) -> ToolTurn {
        let task = ToolTask(instance.task, settings: settings)
        var turn = ToolTurn(goals: [], world: task.world, view: task.view)
        // An answer that is no list of calls did nothing.
        for answer in instance.earlier.prefix(ToolTask.mostTurns) {
            guard let calls = calls(answer.tokens) else { continue }
            turn.pass(calls)
        }
        if task.turns.indices.contains(instance.turn) { turn.goals = task.turns[instance.turn] }
        return turn
    }

    // MARK: Verdicts

    /// At least one call, each with arguments of its kind, then the end token.
    ///
    /// Quality is the share of goals met, less where something changed unasked; see `ToolVerdict`.
    /// A call that fails changes nothing and makes nothing invalid.
    public func assess(_ answer: [Int32], answering instance: TaskInstance) -> Answer {
        guard let calls = calls(answer) else {
            return Answer(tokens: answer, quality: 0, isValid: false, isSolved: false)
        }
        let turn = turn(of: instance)
        let verdict = turn.verdict(calls)
        return Answer(
            tokens: answer, quality: verdict.quality, isValid: true, isSolved: verdict.isSolved)
    }

    /// A bag of whole calls, each counted by its share of the answer.
    public func embedding(of answer: Answer, answering instance: TaskInstance) -> [Float] {
        var bag = [Float](repeating: 0, count: ToolCall.count)
        guard let calls = calls(answer.tokens) else { return bag }
        for call in calls { bag[call.index] += 1 / Float(calls.count) }
        return bag
    }

    /// The same turn, one revision deeper; then the next turn's draft.
    public func successors(
        of answer: Answer, id: RevisionID?, answering instance: TaskInstance
    ) -> [TaskInstance] {
        var successors = [
            TaskInstance(
                task: instance.task, turn: instance.turn, depth: instance.depth + 1,
                earlier: instance.earlier, latest: answer, parent: id)
        ]
        if instance.turn + 1 < turns(of: instance.task) {
            successors.append(
                TaskInstance(
                    task: instance.task, turn: instance.turn + 1, depth: 0,
                    earlier: instance.earlier + [answer], latest: nil, parent: id))
        }
        return successors
    }

    /// Calls of the reference's answers to all turns, and files of the goals that the first prompt
    /// hides.
    public func difficulty(of task: DomainTask) -> Double {
        let task = ToolTask(task, settings: settings)
        var turn = ToolTurn(goals: [], world: task.world, view: task.view)
        var calls = 0
        var hidden: UInt8 = 0
        for goals in task.turns {
            turn.goals = goals
            let reference = turn.reference
            calls += reference.count
            turn.pass(reference)
            for goal in goals { if let file = goal.file { hidden |= 1 << UInt8(file) } }
        }
        return Double(calls + (hidden & task.hidden).nonzeroBitCount)
    }

    // MARK: Prompts

    /// The prompt of an instance.
    public func prompt(for instance: TaskInstance, mode: RevisionMode) -> [Int32] {
        prompt(
            turn(of: instance), draft: instance.latest.flatMap { calls($0.tokens) } ?? [],
            instance.isBase ? .base : mode)
    }

    /// The prompt over a draft; an empty one is none.
    func prompt(_ turn: ToolTurn, draft: [ToolCall], _ mode: RevisionMode) -> [Int32] {
        var prompt: [Int32] = []
        prompt.reserveCapacity(longestPrompt)
        switch mode {
        case .base: prompt.append(tokens.base)
        case .improve: prompt.append(tokens.improve)
        case .diverge: prompt.append(tokens.diverge)
        }
        for place in 0..<settings.goals {
            guard place < turn.goals.count else {
                prompt += [tokens.blank, tokens.blank, tokens.blank]
                continue
            }
            let goal = turn.goals[place]
            prompt.append(tokens.goal(goal.kind))
            prompt.append(tokens.token(goal.kind.first, goal.first))
            prompt.append(goal.kind.second.map { tokens.token($0, goal.second) } ?? tokens.blank)
        }
        prompt.append(tokens.directory(turn.world.directory))
        for file in 0..<settings.files { prompt.append(tokens.place(turn.view.places[file])) }
        let results = settings.feedback ? ToolRun(draft, in: turn.world).results : []
        for place in 0..<settings.calls {
            let isUsed = place < draft.count
            append(
                isUsed ? draft[place] : nil, place < results.count ? results[place] : nil,
                to: &prompt)
        }
        prompt.append(tokens.separator)
        return prompt
    }

    /// One slot: name, arguments, result; a listing takes the places of arguments too.
    private func append(_ call: ToolCall?, _ result: ToolResult?, to prompt: inout [Int32]) {
        guard let call else {
            prompt += [tokens.blank, tokens.blank, tokens.blank, tokens.blank]
            return
        }
        let end = prompt.count + 4
        tokens.append(call, to: &prompt)
        if case .listing(let mask) = result {
            for file in ToolResult.shownFiles(mask) { prompt.append(tokens.file(file)) }
        }
        while prompt.count < end - 1 { prompt.append(tokens.blank) }
        guard prompt.count < end else { return }
        switch result {
        case .done: prompt.append(tokens.done)
        case .missing: prompt.append(tokens.missing)
        case .exists: prompt.append(tokens.exists)
        case .directory(let directory): prompt.append(tokens.directory(directory))
        case .word(let word): prompt.append(tokens.word(word))
        case .listing(0): prompt.append(tokens.empty)
        case .listing, nil: prompt.append(tokens.blank)
        }
    }
}

/// Where a turn stands: its goals, the world it starts from, and what of it is seen.
struct ToolTurn: Hashable, Sendable {
    var goals: [ToolGoal]
    var world: ToolWorld
    var view: ToolView

    /// The reference's answer: the shortest list by the true places.
    var reference: [ToolCall] {
        ToolPlanner(goals: goals, places: world.places, directory: world.directory).shortest()
    }

    func verdict(_ calls: [ToolCall]) -> ToolVerdict {
        ToolVerdict(goals, before: world, after: ToolRun(calls, in: world))
    }

    /// Ends the turn with some calls.
    mutating func pass(_ calls: [ToolCall]) {
        let run = ToolRun(calls, in: world)
        view = view.after(calls, run.results, from: world.directory)
        world = run.world
    }

    /// What the view and a draft's results prove.
    func belief(after draft: [ToolCall]) -> ToolView {
        view.proved(by: draft, ToolRun(draft, in: world).results, from: world.directory)
    }
}
