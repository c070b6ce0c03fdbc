import Control
import Foundation
import RunStore
import Runs
import Synchronization
import Tasks
import Training

/// Answers what a person asks of a run's policies, on a thread of its own.
///
/// It looks up in the store what a question names, then hands the question to the living policy, or
/// loads the checkpoint that is asked for. Where no policy lives, the newest checkpoint stands for
/// it; each answer says of which step its weights are.
final class PolicyDesk: Sendable {
    /// Where the living policy is, if it lives.
    enum Living: Sendable {
        case nowhere
        /// In this process.
        case here(Trainer)
        /// In another one, which looks up by itself what a question names.
        case elsewhere(ControlClient)
    }

    private struct State {
        var waiting: [(id: QuestionID, question: PolicyQuestion)] = []
        /// Who waits for the answers to the questions that are not done.
        var receivers: [QuestionID: @Sendable (PolicyAnswer) -> Void] = [:]
        var answers: [(QuestionID, PolicyAnswer)] = []
        var next: UInt64 = 1
        var isClosed = false
        var isRunning = false
        var wake: @Sendable () -> Void = {}
    }

    private let reader: StoreReader
    private let living: Living
    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)

    /// A desk; its thread starts with the first question.
    ///
    /// - Parameters:
    ///   - reader: the run's store.
    ///   - living: where the run's living policy is.
    init(reader: StoreReader, living: Living = .nowhere) {
        self.reader = reader
        self.living = living
    }

    /// Has a function called when an answer can be taken.
    ///
    /// - Parameter wake: must return at once.
    func onNews(_ wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }

    /// Hands in a question whose answers come by `takeAnswers`.
    func ask(_ question: PolicyQuestion) -> QuestionID {
        ask(question) { [weak self] id, answer in
            let wake = self?.state.withLock { state in
                state.answers.append((id, answer))
                return state.wake
            }
            wake?()
        }
    }

    /// Hands in a question.
    ///
    /// - Parameters:
    ///   - question: what is asked.
    ///   - answer: called on any thread with each answer; must return at once.
    /// - Returns: names the question.
    func ask(
        _ question: PolicyQuestion,
        _ answer: @escaping @Sendable (QuestionID, PolicyAnswer) -> Void
    ) -> QuestionID {
        let (id, mustStart) = state.withLock { state in
            let id = QuestionID(number: state.next)
            state.next += 1
            state.waiting.append((id, question))
            state.receivers[id] = { answer(id, $0) }
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
            state.receivers[id] = nil
            state.answers.removeAll { $0.0 == id }
        }
        withdraw(id)
    }

    private func withdraw(_ id: QuestionID) {
        switch living {
        case .nowhere: break
        case .here(let trainer): trainer.cancel(id)
        case .elsewhere(let client): client.cancel(id)
        }
    }

    private func isWanted(_ id: QuestionID) -> Bool {
        state.withLock { $0.receivers[id] != nil && !$0.isClosed }
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
        let receiver = state.withLock { state in
            answer.isLast ? state.receivers.removeValue(forKey: id) : state.receivers[id]
        }
        receiver?(answer)
    }

    private func answer(
        _ id: QuestionID, _ question: PolicyQuestion, _ saved: inout SavedPolicy?
    ) throws(Failure) {
        do throws(PolicyQuestionError) {
            try question.check()
        } catch {
            throw .usage("\(error)")
        }
        if question.source == .live {
            switch living {
            case .here(let trainer) where trainer.end == nil:
                let job = PolicyJob(id: id, work: try work(for: question))
                trainer.ask(job) { [weak self] in self?.give(id, $0) }
                // It may have been given up before the trainer knew of it.
                if !isWanted(id) { withdraw(id) }
                return
            case .elsewhere(let client) where client.isAlive:
                client.ask(id, question) { [weak self] in self?.give(id, $0) }
                if !isWanted(id) { withdraw(id) }
                return
            default: break
            }
        }
        let policy = try policy(question.source, known: saved)
        saved = policy
        policy.answer(
            PolicyJob(id: id, work: try work(for: question)), isCancelled: { !isWanted(id) }
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
        case .play(let request): return .play(try start(of: request), request)
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
