import Foundation
import RunStore
import Runs
import Synchronization
import Tasks
import Training

/// Answers what a person asks of a run's policies, on a thread of its own.
///
/// It looks up in the store what a question names, then hands the question to the living trainer, or
/// loads the checkpoint that is asked for. Where no trainer lives in this process, the newest
/// checkpoint stands for the live policy; each answer says of which step its weights are.
final class PolicyDesk: Sendable {
    private struct State {
        var waiting: [(id: QuestionID, question: PolicyQuestion)] = []
        var cancelled: Set<QuestionID> = []
        var answers: [(QuestionID, PolicyAnswer)] = []
        var next: UInt64 = 1
        var isClosed = false
        var isRunning = false
        var wake: @Sendable () -> Void = {}
    }

    private let reader: StoreReader
    private let trainer: Trainer?
    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)

    /// A desk; its thread starts with the first question.
    ///
    /// - Parameters:
    ///   - reader: the run's store.
    ///   - trainer: the run's trainer, if it lives in this process.
    init(reader: StoreReader, trainer: Trainer? = nil) {
        self.reader = reader
        self.trainer = trainer
    }

    /// Has a function called when an answer has come.
    ///
    /// - Parameter wake: must return at once.
    func onNews(_ wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }

    /// Hands in a question.
    func ask(_ question: PolicyQuestion) -> QuestionID {
        let (id, mustStart) = state.withLock { state in
            let id = QuestionID(number: state.next)
            state.next += 1
            state.waiting.append((id, question))
            defer { state.isRunning = true }
            return (id, !state.isRunning)
        }
        if mustStart {
            let thread = Thread { [self] in
                Thread.current.name = "policy"
                run()
            }
            thread.start()
        }
        arrived.signal()
        return id
    }

    /// Gives up on a question.
    func cancel(_ id: QuestionID) {
        state.withLock { state in
            state.waiting.removeAll { $0.id == id }
            state.cancelled.insert(id)
        }
        trainer?.cancel(id)
    }

    /// The answers that have arrived, oldest first, each once.
    func takeAnswers() -> [(QuestionID, PolicyAnswer)] {
        state.withLock { state in
            defer { state.answers = [] }
            return state.answers
        }
    }

    /// Ends the thread once what it does now is done.
    func close() {
        state.withLock { $0.isClosed = true }
        arrived.signal()
    }

    // MARK: The thread

    private func run() {
        // The last one loaded: a person asks it again and again.
        var saved: SavedPolicy?
        while true {
            arrived.wait()
            let next = state.withLock { state in
                state.isClosed || state.waiting.isEmpty ? nil : state.waiting.removeFirst()
            }
            if state.withLock({ $0.isClosed }) { return }
            guard let (id, question) = next else { continue }
            do throws(Failure) {
                try answer(id, question, &saved)
            } catch {
                give(id, .failed(error.description))
            }
        }
    }

    private func give(_ id: QuestionID, _ answer: PolicyAnswer) {
        let wake = state.withLock { state -> (@Sendable () -> Void)? in
            guard !state.cancelled.contains(id) else { return nil }
            state.answers.append((id, answer))
            return state.wake
        }
        wake?()
    }

    private func answer(
        _ id: QuestionID, _ question: PolicyQuestion, _ saved: inout SavedPolicy?
    ) throws(Failure) {
        let job = PolicyJob(id: id, work: try work(for: question))
        let source =
            switch question {
            case .play(let request): request.source
            case .rescore(let request): request.source
            }
        if source == .live, let trainer, trainer.end == nil {
            trainer.ask(job) { [weak self] in self?.give(id, $0) }
            return
        }
        let policy = try policy(source, known: saved)
        saved = policy
        policy.answer(
            job,
            isCancelled: { state.withLock { $0.cancelled.contains(id) || $0.isClosed } }
        ) { give(id, $0) }
    }

    /// The policy of a checkpoint; `.live` is the newest.
    private func policy(
        _ source: PolicySource, known: SavedPolicy?
    ) throws(Failure) -> SavedPolicy {
        let checkpoints = CheckpointFolder(path: reader.folder.checkpoints)
        let names = checkpoints.names.filter { $0.stage == .training }
        let wanted: CheckpointFolder.Name?
        switch source {
        case .live: wanted = names.filter { $0.step <= reader.committedStep }.max()
        case .checkpoint(let step): wanted = names.first { $0.step == step }
        }
        guard let wanted else {
            let steps = names.map { String($0.step) }.joined(separator: ", ")
            throw .usage(
                names.isEmpty
                    ? "the run has no checkpoint yet"
                    : "the run has no such checkpoint; expected one of \(steps)")
        }
        if let known, known.step == wanted.step { return known }
        let configuration = reader.description.configuration
        return try Failure.translating {
            try SavedPolicy(try checkpoints.load(wanted), configuration: configuration)
        }
    }

    // MARK: What a question names

    private func work(for question: PolicyQuestion) throws(Failure) -> PolicyJob.Work {
        switch question {
        case .play(let request):
            guard PolicyJob.Bounds.count.contains(request.count) else {
                throw .usage("revisions: \(request.count) is not accepted; expected 0 to 1024")
            }
            guard PolicyJob.Bounds.temperature.contains(request.temperature) else {
                throw .usage(
                    "temperature: \(request.temperature) is not accepted; expected 0 to 100")
            }
            return .play(try start(of: request), request)
        case .rescore(let request):
            let group = try group(of: request.revision)
            let completion = group.completions[request.revision.completion]
            let edits = try Failure.translating { try reader.edits() }
            let settings = reader.description.configuration.applying(
                edits, upTo: request.revision.step - 1)
            return .rescore(
                PolicyJob.RecordedAnswer(
                    revision: request.revision, instance: group.instance, mode: group.mode,
                    tokens: completion.answer.tokens,
                    logProbabilities: completion.logProbabilities),
                temperature: settings.temperature)
        }
    }

    private func start(of request: PlayRequest) throws(Failure) -> TaskInstance {
        let configuration = reader.description.configuration
        let domain = try Failure.translating { try Domains.make(for: configuration) }
        do throws(TaskSyntaxError) {
            if let start = try PolicyJob.start(of: request, in: domain) { return start }
        } catch {
            throw .usage("\(error)")
        }
        guard case .recorded(let revision) = request.task else {
            throw .usage("the task can't be posed")
        }
        return TaskInstance(task: try group(of: revision).instance.task)
    }

    private func group(of revision: RevisionID) throws(Failure) -> Group {
        let groups = try Failure.translating { try reader.groups(step: revision.step) }
        guard let group = groups.first(where: { $0.index == revision.group }),
            group.completions.indices.contains(revision.completion)
        else { throw .usage("the store holds no revision \(revision)") }
        return group
    }
}
