/// What a session can do with its run.
public enum SessionAbility: Hashable, Codable, Sendable {
    /// Trains, and can be told what to do.
    case live
    /// Only recorded: the reason, in a few words.
    case readOnly(String)
}

/// Names a query that was submitted.
public struct QueryID: Hashable, Codable, Sendable {
    /// A counter.
    public let number: UInt64

    /// Makes the value of its parts.
    public init(number: UInt64) {
        self.number = number
    }
}

/// A run as the dashboard sees it: live snapshots, history, commands.
///
/// Three implementations: the trainer in this process, a trainer in another process through its
/// socket, and a recorded run. No method waits for the trainer or the disk.
public protocol RunSession: AnyObject, Sendable {
    /// What stays the same.
    var description: RunDescription { get }

    /// Whether it can be controlled now.
    var ability: SessionAbility { get }

    /// The newest snapshot, if one was published after `version`.
    ///
    /// - Parameter version: the caller's newest; moved on when a snapshot is returned.
    /// - Returns: nil if nothing is newer.
    func snapshot(newerThan version: inout UInt64) -> RunSnapshot?

    /// The newest step whose records a query can see.
    var committedStep: Int { get }

    /// Asks the store; the answer comes by `takeAnswers`.
    ///
    /// - Parameter query: the question.
    /// - Returns: its name.
    func submit(_ query: HistoryQuery) -> QueryID

    /// Gives up on a query whose answer no one waits for.
    ///
    /// - Parameter id: the query.
    func cancel(_ id: QueryID)

    /// The answers that have arrived, oldest first.
    ///
    /// - Returns: each once.
    func takeAnswers() -> [(QueryID, HistoryAnswer)]

    /// Processor time that answers have taken so far, in seconds.
    var readingSeconds: Double { get }

    /// Asks a policy of the run; answers come by `takePolicyAnswers`, a play's one by one.
    ///
    /// A living policy answers at the trainer's safe points, and its run's bits stay as they were.
    ///
    /// - Parameter question: what is asked.
    /// - Returns: its name.
    func ask(_ question: PolicyQuestion) -> QuestionID

    /// Gives up on a question.
    ///
    /// - Parameter id: the question.
    func cancel(_ id: QuestionID)

    /// The policies' answers that have arrived, oldest first.
    ///
    /// - Returns: each once.
    func takePolicyAnswers() -> [(QuestionID, PolicyAnswer)]

    /// Tells the trainer what to do; a read-only session ignores it.
    ///
    /// - Parameter command: what to do.
    func send(_ command: RunCommand)

    /// Has `wake` called, on any thread, whenever a snapshot or an answer is new.
    ///
    /// - Parameter wake: must return at once.
    func onNews(_ wake: @escaping @Sendable () -> Void)
}
