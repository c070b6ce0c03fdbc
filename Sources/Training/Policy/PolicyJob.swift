import Runs
import Tasks

/// A question to a policy with all it needs at hand, so that no one has to read the disk for it.
public struct PolicyJob: Hashable, Sendable {
    /// What is to be done.
    public enum Work: Hashable, Sendable {
        /// A chain from a base instance.
        case play(TaskInstance, PlayRequest)
        /// Tokens that were sampled for a prompt, to be scored again at a temperature.
        case rescore(RecordedAnswer, temperature: Double)
    }

    /// Names it.
    public let id: QuestionID
    /// What is to be done.
    public let work: Work

    /// Makes the value of its parts.
    public init(id: QuestionID, work: Work) {
        self.id = id
        self.work = work
    }

    /// One completion of a run.
    public struct RecordedAnswer: Hashable, Sendable {
        /// Its place in the run.
        public let revision: RevisionID
        /// What its prompt was made from.
        public let instance: TaskInstance
        /// What its prompt asked for.
        public let mode: RevisionMode
        /// Its tokens.
        public let tokens: [Int32]
        /// The log-probability each was sampled with, in nats.
        public let logProbabilities: [Float]

        /// Makes the value of its parts.
        public init(
            revision: RevisionID, instance: TaskInstance, mode: RevisionMode, tokens: [Int32],
            logProbabilities: [Float]
        ) {
            self.revision = revision
            self.instance = instance
            self.mode = mode
            self.tokens = tokens
            self.logProbabilities = logProbabilities
        }
    }
}

extension PolicyJob {
    /// The base instance a play begins with.
    ///
    /// - Parameters:
    ///   - request: what is asked; its task must not be a recorded one.
    ///   - domain: the run's.
    /// - Returns: the instance.
    /// - Throws: `TaskSyntaxError` for a typed task that is none.
    public static func start(
        of request: PlayRequest, in domain: any Domain
    ) throws(TaskSyntaxError) -> TaskInstance? {
        switch request.task {
        case .typed(let text): TaskInstance(task: try domain.parse(task: text))
        case .drawn(let number, let isTraining):
            {
                var generator = CounterGenerator(
                    seed: 0, purpose: .play, step: 1, group: Int(UInt32(truncatingIfNeeded: number))
                )
                return TaskInstance(
                    task: domain.drawTask(
                        from: isTraining ? .train : .heldOut, using: &generator))
            }()
        case .recorded: nil
        }
    }
}
