import Runs

/// Machine-learning engineering: programs that are really fitted to small tables.
///
/// A task is a table. An answer is a program of six fields, from how missing cells are filled to the
/// learner's settings; it is cross-validated in this process, and what it came to is its feedback. A
/// prompt has a fixed layout:
///
///     mode  card × 6  program × 6  validated trained error  diagnostic × D  <sep>
///
/// A base prompt shows the card alone, some of whose lines are hidden, and blanks. Accuracies are
/// shown in steps. The diagnostics are the accuracies of D cheap programs that are run along with a
/// draft, the same for every draft: what a person would print to understand a table. A program that
/// would cost too much is refused with an error before anything is fitted.
///
/// Quality is the cross-validated accuracy on a scale that a hundred random programs span, and which
/// no prompt shows. What an answer is worth on rows kept private is for reports alone.
///
/// With a person's own table, parts of it are half of the tables to train on and all of those to
/// report on: the person wants a good program for that table. Its private rows are in no part.
public struct PipelineDomain: Domain {
    let settings: PipelineDomainSettings
    let tokens = PipelineVocabulary()
    let memo: PipelineMemo
    let teaching: PipelineTeaching
    private let pools: [TaskSplit: TablePool]

    /// Tables to report on.
    private static let heldOutTables = 48
    /// Tables to choose settings by.
    private static let developmentTables = 24
    /// Parts of a person's own table to report on; they overlap, and more would say little more.
    private static let heldOutParts = 12
    /// Parts of it to choose settings by.
    private static let developmentParts = 6

    /// The domain of some settings.
    ///
    /// - Precondition: at least one table, and no more diagnostics than there are.
    /// - Parameter settings: how many tables, and what prompts show.
    public init(_ settings: PipelineDomainSettings) {
        self.init(settings, memo: .shared)
    }

    init(_ settings: PipelineDomainSettings, memo: PipelineMemo) {
        precondition(settings.tables > 0, "\(settings.tables) tables")
        precondition(
            (0...Diagnostics.programs.count).contains(settings.diagnostics),
            "\(settings.diagnostics) diagnostics")
        self.settings = settings
        self.memo = memo
        if let own = settings.data {
            let half = settings.tables / 2
            pools = [
                .train: TablePool(.train, of: own, count: settings.tables - half)
                    + TablePool(.train, count: half),
                .heldOut: TablePool(.heldOut, of: own, count: Self.heldOutParts),
                .development: TablePool(.development, of: own, count: Self.developmentParts),
            ]
        } else {
            pools = [
                .train: TablePool(.train, count: settings.tables),
                .heldOut: TablePool(.heldOut, count: Self.heldOutTables),
                .development: TablePool(.development, count: Self.developmentTables),
            ]
        }
        teaching = PipelineTeaching(memo: memo)
    }

    /// `mle`.
    public var name: String { "mle" }
    /// The text of each token.
    public var vocabulary: [String] { PipelineVocabulary.texts }
    /// Ends an answer.
    public var endToken: Int32 { tokens.end }
    /// Every prompt is this long.
    public var longestPrompt: Int {
        2 + TableCard.Field.allCases.count + PipelineVocabulary.length + 3 + settings.diagnostics
    }
    /// Six fields and the end token.
    public var longestAnswer: Int { PipelineVocabulary.length + 1 }
    /// Five drafts, then the best improved; a program that was refused is mended now and then.
    ///
    /// - Source: arXiv 2509.04575, appendix A.4: the greedy scaffold of AIDE, with its usual values.
    public var scaffold: SearchScaffold? {
        SearchScaffold(drafts: 5, debugProbability: 0.5, debugDepth: 3)
    }

    /// A task is answered at once.
    public func turns(of task: DomainTask) -> Int { 1 }

    // MARK: Tasks

    /// Training tables, tables to report on, and some to choose settings by.
    public var splits: [TaskSplit] { TaskSplit.allCases }

    /// The task of some values.
    func posed(_ task: DomainTask) -> PipelineTask { PipelineTask(task, own: settings.data) }

    /// The tables of a split.
    func tables(of split: TaskSplit) -> [TableKey] { pools[split]?.tables ?? [] }

    /// Draws a table of the split's, and which lines of its card are hidden.
    public func drawTask(
        from split: TaskSplit, using generator: inout CounterGenerator
    ) -> DomainTask {
        let tables = tables(of: split)
        let table = tables[generator.below(tables.count)]
        var hidden = 0
        for field in TableCard.Field.allCases where Double(generator.uniform()) < settings.hidden {
            hidden |= 1 << field.rawValue
        }
        return PipelineTask(table: table, hidden: hidden).task
    }

    /// The draft's prompt: there is one turn.
    public func drawStart(
        of task: DomainTask, using generator: inout CounterGenerator
    ) -> TaskInstance {
        TaskInstance(task: task)
    }

    /// By source and kinds of twists: no combination of both is in two splits.
    ///
    /// Parts of a person's own table are told apart by their seeds.
    public func split(of task: DomainTask) -> TaskSplit { posed(task).table.split }

    /// The table, whatever lines of its card are hidden.
    public func key(of task: DomainTask) -> UInt32 {
        let table = posed(task).table
        return UInt32(table.source.rawValue) << 24 | UInt32(table.seed)
    }

    /// Twists on the rows, and ten times the share that is mislabelled.
    public func difficulty(of task: DomainTask) -> Double {
        let twists = posed(task).table.twists
        return Double(twists.count) + 10 * twists.mislabelled
    }

    // MARK: Answers

    /// Six fields and the end token, within the bound on cost.
    ///
    /// Runs the program unless its result is known. See `Leaderboard` for the quality.
    public func assess(_ answer: [Int32], answering instance: TaskInstance) -> Answer {
        let table = posed(instance.task).table
        guard let program = tokens.pipeline(answer),
            let quality = memo.quality(of: program, on: table)
        else { return Answer(tokens: answer, quality: 0, isValid: false, isSolved: false) }
        return Answer(tokens: answer, quality: quality, isValid: true, isSolved: quality >= 1)
    }

    /// One deeper; of a refused program too, since its error says what to mend.
    ///
    /// What is no program has nothing to go on from.
    public func successors(
        of answer: Answer, id: RevisionID?, answering instance: TaskInstance
    ) -> [TaskInstance] {
        guard tokens.pipeline(answer.tokens) != nil else { return [] }
        return [
            TaskInstance(
                task: instance.task, turn: instance.turn, depth: instance.depth + 1,
                earlier: instance.earlier, latest: answer, parent: id)
        ]
    }

    /// One-hot fields of the program.
    public func embedding(of answer: Answer, answering instance: TaskInstance) -> [Float] {
        var vector = [Float](repeating: 0, count: PipelineVocabulary.fieldCount)
        guard let program = tokens.pipeline(answer.tokens) else { return vector }
        for token in tokens.tokens(program) { vector[PipelineVocabulary.fieldPlace(token)] = 1 }
        return vector
    }

    /// Fits: one a fold, or none of a program that was refused.
    public func cost(of answer: Answer, answering instance: TaskInstance) -> Int {
        answer.isValid ? PipelineRunner.folds : 0
    }

    /// Fits the program on all rows to train on, and reads its accuracy on the private ones against
    /// the leaderboard's.
    public func privateScore(of answer: Answer, answering instance: TaskInstance) -> PrivateScore? {
        let table = posed(instance.task).table
        guard let program = tokens.pipeline(answer.tokens),
            let right = memo.held(program, on: table)
        else { return PrivateScore(score: 0, medal: nil, isAboveMedian: false) }
        return memo.leaderboard(of: table)
            .privateScore(Double(right) / Double(memo.size(of: table).heldRows))
    }

    // MARK: Prompts

    /// The prompt of an instance.
    public func prompt(for instance: TaskInstance, mode: RevisionMode) -> [Int32] {
        let task = posed(instance.task)
        let draft = instance.latest.flatMap { tokens.pipeline($0.tokens) }
        return prompt(task, draft: draft, instance.isBase ? .base : mode)
    }

    /// The prompt over a draft; nil is none.
    func prompt(_ task: PipelineTask, draft: Pipeline?, _ mode: RevisionMode) -> [Int32] {
        var prompt: [Int32] = []
        prompt.reserveCapacity(longestPrompt)
        switch mode {
        case .base: prompt.append(tokens.base)
        case .improve: prompt.append(tokens.improve)
        case .diverge: prompt.append(tokens.diverge)
        }
        let card = memo.card(of: task.table)
        for field in TableCard.Field.allCases {
            prompt.append(
                task.hides(field) ? tokens.hidden : tokens.card(field, card.value(field)))
        }
        if let draft { append(draft, on: task.table, to: &prompt) }
        while prompt.count < longestPrompt - 1 { prompt.append(tokens.blank) }
        prompt.append(tokens.separator)
        return prompt
    }

    /// A draft's fields, what it came to, and the diagnostics run along with it.
    private func append(_ draft: Pipeline, on table: TableKey, to prompt: inout [Int32]) {
        prompt += tokens.tokens(draft)
        guard case .ran(let validated, let trained) = memo.result(of: draft, on: table) else {
            prompt += [tokens.blank, tokens.blank, shown(draft, on: table)]
            return
        }
        prompt += [bucket(validated, on: table), bucket(trained, on: table), tokens.blank]
        for program in diagnostics { prompt.append(shown(program, on: table)) }
    }

    /// The programs of the diagnostics line.
    var diagnostics: ArraySlice<Pipeline> { Diagnostics.programs.prefix(settings.diagnostics) }

    /// A program's validated accuracy in steps, or its error.
    private func shown(_ program: Pipeline, on table: TableKey) -> Int32 {
        switch memo.result(of: program, on: table) {
        case .ran(let right, _): bucket(right, on: table)
        case .refused(let error): tokens.error(error)
        }
    }

    private func bucket(_ right: Int, on table: TableKey) -> Int32 {
        let size = memo.size(of: table)
        return tokens.bucket(
            ScoreBucket.bucket(Double(right) / Double(size.rows), majority: size.majority))
    }
}
