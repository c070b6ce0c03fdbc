import Runs

/// Multi-turn tool use: calls that change a small world, part of which the prompt hides.
///
/// A task is a world and the goals of each turn. An answer to a turn is a list of calls; they are
/// executed for real, on the world that the answers to earlier turns left. Every revision of a turn
/// starts from that world again. A prompt has a fixed layout, for G goals, F facts and C calls:
///
///     mode  goal × G  fact × F  (name arguments result) × C  <sep>
///
/// where the calls are the draft's, each with what it gave back. A base prompt's calls are blank.
/// That is all the feedback: whether the goals are met is never shown.
///
/// What is below is the same for every world; a world says what its calls do, and how its goals and
/// facts are written.
protocol ToolsDomain: Domain {
    associatedtype Task: ToolTask
    typealias Turn = Task.Turn
    typealias Goal = Task.Turn.Goal
    typealias Call = Task.Turn.Call

    var settings: ToolSettings { get }

    // MARK: Encodings

    /// Reads a task's values, which may come from a file and hold anything.
    func decoded(_ task: DomainTask) -> Task
    /// The canonical encoding.
    func encoded(_ task: Task) -> DomainTask
    /// Reads an answer: at least one call and at most `settings.calls`, each with its arguments, then
    /// the end token and nothing more; nil if it has another form.
    func calls(_ tokens: [Int32]) -> [Call]?
    /// Writes a call: its name, then its arguments.
    func append(_ call: Call, to tokens: inout [Int32])
    /// The place of a call among all calls, below `callCount`.
    func index(of call: Call) -> Int
    /// Calls that an index tells apart.
    var callCount: Int { get }

    // MARK: Prompts

    /// Tokens of a goal.
    static var goalLength: Int { get }
    /// Tokens of what is seen of the world.
    var viewLength: Int { get }
    /// Tokens of one of the draft's calls with what it gave back.
    var slotLength: Int { get }
    func append(_ goal: Goal, to prompt: inout [Int32])
    func append(viewOf turn: Turn, to prompt: inout [Int32])
    /// Writes a draft's calls, at most `settings.calls`, with results where settings show them.
    func append(draft: [Call], of turn: Turn, to prompt: inout [Int32])

    // MARK: Words

    func text(of goal: Goal) -> String
    func text(of call: Call) -> String
    /// The world at the start of a task, with marks on what is hidden.
    func text(worldOf task: Task) -> String
    /// The world as the prompt shows it.
    func text(viewOf turn: Turn) -> String
    /// A goal in words such as `text(of:)` writes; nil if they are none.
    func goal(_ words: [Substring]) -> Goal?
    /// A task without turns, from the words of `text(worldOf:)`; nil if they are none.
    func world(_ words: [Substring]) -> Task?
    /// What `parse` accepts.
    var accepted: String { get }

    // MARK: Draws

    /// What the split is made by: the sorted pairs of goal type and first argument.
    func pairs(_ goals: [Goal]) -> [UInt8]
    /// A world without turns.
    func drawWorld(_ draws: inout SmallDraws) -> Task
    func drawGoals(of turn: Turn, _ draws: inout SmallDraws) -> [Goal]
    /// Whether goals can be asked for: none met already, none against another, and the reference exact
    /// within the limit of calls.
    func fits(_ turn: Turn) -> Bool
    /// Facts that goals depend on and the first prompt hides.
    func hiddenFacts(of task: Task) -> Int

    // MARK: Teaching

    /// The shortest list by what is known, with guesses for the rest; empty where nothing is to do.
    func plan(_ turn: Turn, by known: Turn.View, _ draws: inout SmallDraws) -> [Call]
    /// The best list that differs from the draft.
    func plan(_ turn: Turn, otherThan draft: [Call], _ draws: inout SmallDraws) -> [Call]
    /// For each fact that goals depend on and that is not known, a call that asks for it.
    func probes(_ turn: Turn, by known: Turn.View) -> [Call]
    /// A call that changes nothing.
    var idle: Call { get }
    /// Draws one argument anew.
    func redraw(_ call: inout Call, _ draws: inout SmallDraws)
    /// Any call.
    func drawCall(_ draws: inout SmallDraws) -> Call
}

extension ToolSettings {
    /// The most turns of any task.
    static let mostTurns = 8
    /// The longest task of a person's that is looked at, in bytes.
    static let longestTask = 4096
}

extension ToolsDomain {
    /// `tools`.
    var name: String { "tools" }
    /// Ends an answer.
    var endToken: Int32 { ToolTokens.end }
    /// Every prompt is this long.
    var longestPrompt: Int {
        2 + Self.goalLength * settings.goals + viewLength + slotLength * settings.calls
    }
    /// A call's name and arguments are as long as its slot without the result.
    var longestAnswer: Int { (slotLength - 1) * settings.calls + 1 }
    /// The chain is all there is.
    var scaffold: SearchScaffold? { nil }

    /// As many turns as the task has lists of goals.
    func turns(of task: DomainTask) -> Int { max(1, decoded(task).turns.count) }

    /// The calls executed.
    func cost(of answer: Answer, answering instance: TaskInstance) -> Int {
        calls(answer.tokens)?.count ?? 0
    }

    /// The tokens of an answer, with the end token.
    func tokens(_ calls: [Call]) -> [Int32] {
        var tokens: [Int32] = []
        tokens.reserveCapacity(longestAnswer)
        for call in calls { append(call, to: &tokens) }
        tokens.append(ToolTokens.end)
        return tokens
    }

    /// A turn's goals, the world it starts from, and what of it is seen.
    func turn(of instance: TaskInstance) -> Turn {
        let task = decoded(instance.task)
        var turn = task.start
        // An answer that is no list of calls did nothing.
        for answer in instance.earlier.prefix(ToolSettings.mostTurns) {
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
    func assess(_ answer: [Int32], answering instance: TaskInstance) -> Answer {
        guard let calls = calls(answer) else {
            return Answer(tokens: answer, quality: 0, isValid: false, isSolved: false)
        }
        let verdict = turn(of: instance).verdict(calls)
        return Answer(
            tokens: answer, quality: verdict.quality, isValid: true, isSolved: verdict.isSolved)
    }

    /// A bag of whole calls, each counted by its share of the answer.
    func embedding(of answer: Answer, answering instance: TaskInstance) -> [Float] {
        var bag = [Float](repeating: 0, count: callCount)
        guard let calls = calls(answer.tokens) else { return bag }
        for call in calls { bag[index(of: call)] += 1 / Float(calls.count) }
        return bag
    }

    /// The same turn, one revision deeper; then the next turn's draft.
    func successors(
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

    /// Calls of the reference's answers to all turns, and facts that goals depend on and the first
    /// prompt hides.
    func difficulty(of task: DomainTask) -> Double {
        let task = decoded(task)
        var turn = task.start
        var calls = 0
        for goals in task.turns {
            turn.goals = goals
            let reference = turn.reference
            calls += reference.count
            turn.pass(reference)
        }
        return Double(calls + hiddenFacts(of: task))
    }

    // MARK: Prompts

    /// The prompt of an instance.
    func prompt(for instance: TaskInstance, mode: RevisionMode) -> [Int32] {
        prompt(
            turn(of: instance), draft: instance.latest.flatMap { calls($0.tokens) } ?? [],
            instance.isBase ? .base : mode)
    }

    /// The prompt over a draft; an empty one is none.
    func prompt(_ turn: Turn, draft: [Call], _ mode: RevisionMode) -> [Int32] {
        var prompt: [Int32] = []
        prompt.reserveCapacity(longestPrompt)
        switch mode {
        case .base: prompt.append(ToolTokens.base)
        case .improve: prompt.append(ToolTokens.improve)
        case .diverge: prompt.append(ToolTokens.diverge)
        }
        for place in 0..<settings.goals {
            guard place < turn.goals.count else {
                for _ in 0..<Self.goalLength { prompt.append(ToolTokens.blank) }
                continue
            }
            append(turn.goals[place], to: &prompt)
        }
        append(viewOf: turn, to: &prompt)
        append(draft: draft, of: turn, to: &prompt)
        while prompt.count < longestPrompt - 1 { prompt.append(ToolTokens.blank) }
        prompt.append(ToolTokens.separator)
        return prompt
    }
}
