import Runs

/// Which tasks a draw may return: the sets are disjoint by construction.
public enum TaskSplit: String, Codable, Sendable, CaseIterable {
    /// Tasks for the warm start and for training.
    case train
    /// Tasks for reporting only; nothing is ever chosen by them.
    case heldOut = "held-out"
    /// Tasks to choose settings by, apart from the other two; some domains have none.
    case development
}

/// A line that is no task.
public struct TaskSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line as it was written, not longer than a line of the screen, without what is no text.
    public let text: String
    /// What would be accepted.
    public let accepted: String

    /// Makes the value of its parts.
    public init(_ text: String, accepted: String) {
        let scalars = text.prefix(80).unicodeScalars.prefix(80)
        self.text = String(
            String.UnicodeScalarView(
                scalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        self.accepted = accepted
    }

    /// One line.
    public var description: String { "'\(text)' is no task; \(accepted)" }
}

/// One row of the warm start: a prompt and the answer the teacher gives.
public struct TeacherRow: Hashable, Sendable {
    /// The prompt's tokens.
    public let prompt: [Int32]
    /// The answer's tokens, end token included.
    public let answer: [Int32]

    /// Makes the value of its parts.
    public init(prompt: [Int32], answer: [Int32]) {
        self.prompt = prompt
        self.answer = answer
    }
}

/// A family of tasks: how they are drawn, posed, answered, verified and taught.
///
/// Deterministic and free of input and output: every function is a function of its arguments, and
/// all chance comes from the generator passed in. The page <doc:NewDomain> says what a new domain
/// implements.
public protocol Domain: RunFormatting {
    /// The name in configurations.
    var name: String { get }

    /// The text of each token; a token's id is its index.
    var vocabulary: [String] { get }

    /// The token that ends an answer.
    var endToken: Int32 { get }

    /// The longest prompt, in tokens.
    var longestPrompt: Int { get }

    /// The longest answer, in tokens, end token included.
    var longestAnswer: Int { get }

    /// The splits there are tasks of.
    var splits: [TaskSplit] { get }

    /// Draws a task of one split.
    ///
    /// - Precondition: the split is one of `splits`.
    /// - Parameters:
    ///   - split: which.
    ///   - generator: all chance.
    /// - Returns: a task with at least one perfect answer.
    func drawTask(from split: TaskSplit, using generator: inout CounterGenerator) -> DomainTask

    /// Reads a task that a person wrote, in the form that `text(of:)` prints.
    ///
    /// - Parameter text: one line, and anything at all.
    /// - Returns: a task of this domain's size.
    /// - Throws: `TaskSyntaxError` that says what is accepted.
    func parse(task text: String) throws(TaskSyntaxError) -> DomainTask

    /// Draws where an episode of a task begins.
    ///
    /// At the draft of the first turn, unless a domain of several turns also lets training begin at
    /// a later one, with answers of its own to the turns before.
    ///
    /// - Parameters:
    ///   - task: any task of this domain.
    ///   - generator: all chance.
    /// - Returns: a base instance.
    func drawStart(of task: DomainTask, using generator: inout CounterGenerator) -> TaskInstance

    /// Which split a task belongs to: a function of the task alone.
    ///
    /// - Parameter task: any task of this domain.
    /// - Returns: its split.
    func split(of task: DomainTask) -> TaskSplit

    /// What makes a task the same problem to a learner, as a number.
    ///
    /// Two tasks with one key are no independent evidence of a policy's skill: they are never in
    /// different splits, and statistics resample all tasks of a key together.
    ///
    /// - Parameter task: any task of this domain.
    /// - Returns: equal numbers for the same problem; others differ up to collisions of 32 bits.
    func key(of task: DomainTask) -> UInt32

    /// Turns of a task; 1 where a task is answered at once.
    ///
    /// - Parameter task: any task of this domain.
    /// - Returns: at least 1.
    func turns(of task: DomainTask) -> Int

    /// The prompt of an instance.
    ///
    /// A base instance takes `.base`; any other takes `.improve` or `.diverge`. Holds the request,
    /// the final answers of earlier turns with their feedback, the latest revision with its
    /// feedback, and nothing else.
    ///
    /// - Parameters:
    ///   - instance: what to pose.
    ///   - mode: what to ask for.
    /// - Returns: its tokens.
    func prompt(for instance: TaskInstance, mode: RevisionMode) -> [Int32]

    /// Verifies an answer.
    ///
    /// - Parameters:
    ///   - tokens: whatever the policy wrote: anything at all.
    ///   - instance: what it answers.
    /// - Returns: the answer with its validity and quality. Takes bounded time and memory.
    func assess(_ tokens: [Int32], answering instance: TaskInstance) -> Answer

    /// The instances an answer opens.
    ///
    /// First the same turn one deeper; then, where the turn is not the last, the next turn's
    /// draft with this answer as the final one of its turn. Of an invalid answer, which only a search
    /// asks about, the instance that shows what went wrong and lets it be mended.
    ///
    /// - Parameters:
    ///   - answer: any answer.
    ///   - id: its place in the run; nil outside training.
    ///   - instance: what it answers.
    /// - Returns: at least one instance for a valid answer; for an invalid one none, where the domain
    ///   has no way of mending it.
    func successors(
        of answer: Answer, id: RevisionID?, answering instance: TaskInstance
    ) -> [TaskInstance]

    /// What one assessment costs, in the domain's own deterministic unit: interpreter fuel, model
    /// fits, or 1 where all answers cost the same.
    ///
    /// - Parameters:
    ///   - answer: the answer.
    ///   - instance: what it answers.
    /// - Returns: a count; never a time.
    func cost(of answer: Answer, answering instance: TaskInstance) -> Int

    /// How hard a task is, by a static measure that training does not use.
    ///
    /// - Parameter task: any task of this domain.
    /// - Returns: larger is harder.
    func difficulty(of task: DomainTask) -> Double

    /// What assessing some answers will need, in units that threads may do at once and in any order.
    ///
    /// Doing them changes no verdict, only when the work is done: where all are done, assessing is
    /// quick.
    ///
    /// - Parameter answers: what the policy wrote, each with what it answers.
    /// - Returns: units of some ten milliseconds at most; none where assessing is quick anyway.
    func work(ahead answers: [(tokens: [Int32], instance: TaskInstance)]) -> [DomainWork]

    /// What the teacher's rows will need, in such units.
    ///
    /// - Returns: none where rows are quick to make.
    func workBeforeTeaching() -> [DomainWork]

    /// One row of the mixture teacher.
    ///
    /// - Parameters:
    ///   - goodShare: the chance that the row shows a good answer.
    ///   - generator: all chance.
    /// - Returns: a row made from a training task.
    func teacherRow(goodShare: Double, using generator: inout CounterGenerator) -> TeacherRow

    /// Draws a draft to improve, as the teacher draws those of its rows.
    ///
    /// Training may start improve steps from such drafts beside those of the policy, which narrow as
    /// the policy does.
    ///
    /// - Parameters:
    ///   - task: a training task.
    ///   - generator: all chance.
    /// - Returns: an instance with the draft as its latest revision, valid and without a place in the
    ///   run; nil where the domain has none.
    func drawDraft(of task: DomainTask, using generator: inout CounterGenerator) -> TaskInstance?

    /// How answers are searched for at test time beyond the plain chain; nil where the chain is
    /// all there is.
    var scaffold: SearchScaffold? { get }

    /// What an answer is worth on what is kept private.
    ///
    /// For reports alone: neither training nor a search ever asks.
    ///
    /// - Parameters:
    ///   - answer: any answer; an invalid one earns nothing, but has a score.
    ///   - instance: what it answers.
    /// - Returns: nil where a domain keeps nothing private.
    func privateScore(of answer: Answer, answering instance: TaskInstance) -> PrivateScore?

    /// What a policy's search is held against, at as many executions.
    ///
    /// - Parameters:
    ///   - executions: answers each of them may try for a task.
    ///   - seed: of what is drawn at random.
    /// - Returns: in the order of the table; none where nothing is known.
    func baselines(executions: Int, seed: UInt64) -> [SearchBaseline]
}

/// A part of a domain's work that may be done ahead, on any thread.
public typealias DomainWork = @Sendable () -> Void

extension Domain {
    /// None: assessing is quick.
    public func work(ahead answers: [(tokens: [Int32], instance: TaskInstance)]) -> [DomainWork] {
        []
    }

    /// None: rows are quick to make.
    public func workBeforeTeaching() -> [DomainWork] { [] }

    /// Training tasks and held-out ones.
    public var splits: [TaskSplit] { [.train, .heldOut] }

    /// Draws a task, and where its episode begins.
    ///
    /// - Parameters:
    ///   - split: of the task.
    ///   - generator: all chance.
    /// - Returns: a base instance.
    public func drawStart(
        from split: TaskSplit, using generator: inout CounterGenerator
    ) -> TaskInstance {
        let task = drawTask(from: split, using: &generator)
        return drawStart(of: task, using: &generator)
    }

    /// No drafts but those that a policy writes.
    public func drawDraft(
        of task: DomainTask, using generator: inout CounterGenerator
    ) -> TaskInstance? { nil }

    /// The task's short name: every task is a problem of its own.
    public func key(of task: DomainTask) -> UInt32 { task.id.bits }

    /// Nothing is kept private.
    public func privateScore(
        of answer: Answer, answering instance: TaskInstance
    ) -> PrivateScore? { nil }

    /// None.
    public func baselines(executions: Int, seed: UInt64) -> [SearchBaseline] { [] }
}
