import Curriculum
import Foundation
import Modeling
import Runs
import Tasks

/// The trainer's thread: phases, safe points, recording and saving around the learner.
///
/// At a step boundary everything is consistent and can be saved. Inside a step nothing has changed
/// until `Learner.learn` runs, so a stop just leaves.
final class TrainingSession {
    /// Thrown at a safe point when the run is to stop.
    struct Stopped: Error {}

    let plan: TrainingPlan
    private var edits: EditLog
    /// What a person asks of the living policy.
    var asked = LivePlayer()
    let domain: any Domain
    let desk: CommandDesk
    private let sendSnapshot: ((inout RunSnapshot) -> Void) -> Void
    let path = KernelPath.best
    let pool: WorkerPool
    var state = TrainerState()
    private var pace = Pace()
    private var recorderWait = 0.0
    /// What the store and publishing took of the trainer's time since the last step's record.
    private var aside = (store: Duration.zero, publishing: Duration.zero)
    let clock = ContinuousClock()
    private var recentDepths: [[DepthScore]] = []

    /// Steps over which the snapshot's depth scores are merged.
    private static let depthWindow = 32
    /// Skipped steps in a row that pause the run.
    private static let nonFiniteLimit = 3

    init(
        plan: TrainingPlan, domain: any Domain, desk: CommandDesk,
        publish: @escaping ((inout RunSnapshot) -> Void) -> Void
    ) {
        self.plan = plan
        edits = EditLog(configuration: plan.configuration, recorded: plan.edits)
        self.domain = domain
        self.desk = desk
        sendSnapshot = publish
        pool = WorkerPool(threads: plan.threads)
    }

    /// Trains to the end.
    func run() -> RunEnd {
        let end = outcome()
        asked.giveUp()
        record(.state(phase: .saving, end: end, step: state.step))
        do {
            try plan.recorder.flush()
        } catch {
            // Who stopped a run that waits for its disk wants no more than what is committed.
            return end == .interrupted ? .interrupted : .failed("\(error)")
        }
        return end
    }

    /// The settings in force.
    var configuration: RunConfiguration { edits.configuration }

    private func outcome() -> RunEnd {
        do {
            let learner = try begin()
            do {
                try train(learner)
                return .finished
            } catch is Stopped {
                return try leave(saving: { try self.checkpoint(of: learner) })
            }
        } catch is Stopped {
            return .interrupted
        } catch {
            log(.error, "the run failed: \(error)")
            return .failed("\(error)")
        }
    }

    // MARK: Beginning

    private func begin() throws -> Learner {
        enter(.starting)
        if let checkpoint = plan.checkpoint, checkpoint.stage == .training {
            state = try checkpoint.files.json(CheckpointName.trainer, as: TrainerState.self)
            applyEdits()
            let learner = try Learner(
                configuration: configuration, domain: domain, pool: pool,
                files: checkpoint.files, path: path)
            log(.info, "resumed from the checkpoint of step \(state.step)")
            return learner
        }
        let policy = try warmStart()
        applyEdits()
        let learner = Learner(
            configuration: configuration, domain: domain, pool: pool, policy: policy)
        try save(checkpoint(of: learner))
        return learner
    }

    // MARK: Training

    private func train(_ learner: Learner) throws {
        // Fresh drafts are the teacher's, and a warm start from the cache has not asked it yet.
        if configuration.curriculum.freshDrafts > 0 { try work(domain.workBeforeTeaching()) }
        publish { $0.progress = nil }
        aside = (.zero, .zero)
        asked.policy = learner.policy
        var isRestored = plan.checkpoint != nil
        while true {
            // A change of `steps` here decides whether this is the end.
            applyEdits()
            let isDue =
                state.step % configuration.saveSteps == 0 || isAtEnd
            if isDue, !isRestored, state.step > 0 { try save(checkpoint(of: learner)) }
            isRestored = false
            if isEvaluationDue { try evaluate(learner) }
            guard state.step < configuration.steps else { return }
            try safePoint { try self.checkpoint(of: learner) }
            learner.configuration = configuration
            try step(learner)
        }
    }

    private func step(_ learner: Learner) throws {
        let step = state.step + 1
        var paused = Duration.zero
        enter(.rollout)
        let begun = clock.now
        var plans = learner.plan(step: step)
        var sampled = [[SampledCompletion]?](repeating: nil, count: plans.count)
        while true {
            let missing = plans.indices.filter { sampled[$0] == nil }
            if missing.isEmpty {
                let next = learner.plan(
                    step: step, after: plans, sampled: sampled.compactMap { $0 })
                if next.isEmpty { break }
                plans += next
                sampled += next.map { _ in nil }
                continue
            }
            let desk = desk
            let results = learner.sample(
                missing.map { plans[$0] }, step: step, shouldStop: { desk.isUrgent })
            for (place, index) in missing.enumerated() { sampled[index] = results[place] }
            guard sampled.contains(where: { $0 == nil }) else { continue }
            let parked = clock.now
            try safePoint(save: nil)
            paused += clock.now - parked
        }
        paused += try work(
            domain.work(
                ahead: zip(plans, sampled).flatMap { plan, completions in
                    (completions ?? []).map { ($0.tokens, plan.instance) }
                }))
        let rolledOut = clock.now
        enter(.update)
        var record = learner.learn(step: step, plans: plans, sampled: sampled.compactMap { $0 })
        state.step = step
        let ended = clock.now
        let rollout = (rolledOut - begun - paused).seconds
        let whole = (ended - begun - paused).seconds
        pace.add(whole)
        let tokens = record.groups.reduce(0) {
            $0 + $1.completions.reduce(0) { $0 + $1.answer.tokens.count }
        }
        record.metrics[.rolloutTime] = rollout
        record.metrics[.updateTime] = (ended - rolledOut).seconds
        record.metrics[.stepTime] = whole
        record.metrics[.tokensPerSecond] = Double(tokens) / max(rollout, 1e-9)
        record.metrics[.storeTime] = aside.store.seconds
        record.metrics[.publishingTime] = aside.publishing.seconds
        record.metrics[.recorderWait] = recorderWait
        record.metrics[.residentBytes] = ProcessMemory.residentBytes
        recorderWait = 0
        aside = (.zero, .zero)
        finish(record, learner: learner)
    }

    private func finish(_ record: StepRecord, learner: Learner) {
        self.record(.step(record))
        for alarm in state.alarms.observe(record.metrics, step: record.step) { announce(alarm) }
        let isSkipped = record.metrics[.skipped] == 1
        state.nonFiniteStreak = isSkipped ? state.nonFiniteStreak + 1 : 0
        raise(
            .nonFinite, isSkipped, value: Double(state.nonFiniteStreak),
            "loss or gradient not finite: the step was skipped, the weights are as before")
        recentDepths.append(record.depths)
        if recentDepths.count > Self.depthWindow { recentDepths.removeFirst() }
        _ = desk.countStep()
        if state.nonFiniteStreak >= Self.nonFiniteLimit {
            state.nonFiniteStreak = 0
            log(.error, "three steps in a row were not finite: paused; lower learning_rate")
            _ = desk.pause(for: .nonFinite)
        }
        let depths = StepMetrics.merged(recentDepths)
        let remaining = pace.remaining(configuration.steps - record.step)
        publish { snapshot in
            snapshot.step = record.step
            snapshot.metrics = record.metrics
            snapshot.depths = depths
            snapshot.bufferSize = learner.buffer.count
            snapshot.alarms = state.alarms.active
            snapshot.stepSeconds = pace.secondsPerStep
            snapshot.remainingSeconds = remaining
        }
    }

    // MARK: Evaluation

    private var isAtEnd: Bool { state.step == configuration.steps }

    private var isEvaluationDue: Bool {
        let interval = configuration.evaluation.steps
        return isAtEnd || state.step == 0
            || interval > 0 && state.step % interval == 0
    }

    /// Chains on held-out tasks; the warm start and the end are measured on the full list.
    private func evaluate(_ learner: Learner) throws {
        enter(.evaluation)
        let isFull = state.step == 0 || isAtEnd
        let settings = configuration.evaluation
        var options = EvaluationOptions(
            k: settings.k, count: isFull ? settings.finalCount : settings.count,
            temperature: settings.temperature, measuresPassAt: isFull, seed: configuration.seed)
        options.excluded = TrainingTasks.ownKeys(configuration, domain: domain)
        let evaluation = Evaluation(
            policy: learner.policy, domain: domain, pool: pool, options: options, step: state.step)
        let desk = desk
        let outcome = try evaluation.run(
            shouldStop: { desk.isUrgent }, progress: roundByRound(of: evaluation.rounds))
        let result = outcome.record
        record(.evaluation(result))
        log(
            .info,
            "held out, step \(state.step): solved \(percent(result.solve.first)) at the first answer, "
                + "\(percent(result.solve.last)) after \(settings.k) improvements")
        publish { snapshot in
            snapshot.evaluation = result
            snapshot.progress = nil
        }
        if let scaffold = domain.scaffold { try search(learner, options, scaffold) }
    }

    /// A safe point before each of some rounds, with how far they are for who watches.
    func roundByRound(of total: Int) -> (Int) throws -> Void {
        let begun = clock.now
        return { [clock] done in
            try self.safePoint(save: nil)
            let perRound = done > 0 ? (clock.now - begun).seconds / Double(done) : nil
            self.publish { snapshot in
                snapshot.progress = Progress(
                    done: done, total: total,
                    remainingSeconds: perRound.map { $0 * Double(total - done) })
            }
        }
    }

    // MARK: Safe points

    /// Takes commands; parks here while the run is paused.
    ///
    /// Inside a step there is nothing to save, so `makeCheckpoint` is nil there, and edits wait.
    ///
    /// - Throws: `Stopped` when the run is to stop.
    func safePoint(save makeCheckpoint: (() throws -> Checkpoint)?) throws {
        takeCommands()
        if let failure = plan.recorder.failure { pauseForStorage(failure) }
        if makeCheckpoint != nil { applyEdits() }
        var control = desk.park()
        if case .paused = control { publish { _ in } }
        answerQuestion()
        while true {
            if let makeCheckpoint, desk.takeCheckpointWish() { try save(makeCheckpoint()) }
            guard case .paused = control else { break }
            if !answerQuestion() { desk.wait() }
            takeCommands()
            if makeCheckpoint != nil { applyEdits() }
            control = desk.park()
            publish { _ in }
        }
        if control == .stopping { throw Stopped() }
    }

    private func takeCommands() {
        for command in desk.take() {
            let time = Date().timeIntervalSince1970
            record(.command(command, step: state.step, time: time))
            log(.info, "\(command.word) taken after step \(state.step)")
            switch command {
            case .resume, .step: tryStorageAgain(for: command)
            case .set(let key, let value): wish(key: key, value: value, time: time)
            case .pause, .checkpoint, .stop: break
            }
        }
    }

    /// Gives the next answer to what a person asks of the policy.
    ///
    /// - Returns: whether there was one to give.
    @discardableResult
    private func answerQuestion() -> Bool {
        asked.giveNext(from: desk.questions, step: state.step, domain: domain, pool: pool)
    }

    // MARK: Edits

    private func wish(key: String, value: String, time: Double) {
        do throws(ConfigurationError) {
            try edits.wish(key: key, value: value, time: time)
        } catch {
            log(.warning, "\(error); nothing was changed")
        }
    }

    /// Applies what was recorded for this step boundary, then what is asked for now.
    ///
    /// An edit is committed before it applies; if it can't be, the run pauses and it waits.
    private func applyEdits() {
        let before = edits.applied.count
        edits.replay(upTo: state.step)
        for edit in edits.begin(after: state.step) {
            record(.edit(edit))
        }
        if edits.isWaiting {
            do throws(RecorderError) {
                try plan.recorder.flush()
                edits.commit()
            } catch {
                pauseForStorage(error)
            }
        }
        guard edits.applied.count > before else { return }
        for edit in edits.applied[before...] {
            log(
                .info,
                "\(edit.key) is \(edit.new) from step \(edit.step + 1) on, before it was \(edit.old)"
            )
        }
        let applied = edits.applied
        publish { $0.edits = applied }
    }

    /// Goes on after a failure of the store, if it is over.
    ///
    /// The command may have come at the very moment of the failure, and the pause may then have
    /// overruled it: it is carried out here.
    private func tryStorageAgain(for command: RunCommand) {
        if plan.recorder.failure != nil { plan.recorder.retry() }
        if let failure = plan.recorder.failure {
            pauseForStorage(failure)
        } else {
            raise(.storage, false, value: 0, "the store can be written again")
            desk.recover(by: command)
        }
    }

    private func pauseForStorage(_ failure: RecorderError) {
        raise(.storage, true, value: 1, "\(failure)")
        _ = desk.pause(for: .storage("\(failure)"))
        publish { _ in }
    }

    // MARK: Saving

    private func checkpoint(of learner: Learner) throws -> Checkpoint {
        Checkpoint(
            stage: .training, step: state.step, kernelPath: path.rawValue,
            files: isAtEnd && configuration.saveOnlyModel
                ? [try learner.modelFile()]
                : try learner.files()
                    + [try CheckpointFile(name: CheckpointName.trainer, json: state)])
    }

    func checkpoint(of warmStart: WarmStart) throws -> Checkpoint {
        Checkpoint(
            stage: .warmStart, step: warmStart.state.step, kernelPath: path.rawValue,
            files: try warmStart.files())
    }

    /// Saves, pausing as long as it can't be done.
    func save(_ checkpoint: Checkpoint) throws {
        enter(.saving)
        while true {
            do {
                let begun = clock.now
                try plan.recorder.save(checkpoint)
                aside.store += clock.now - begun
                log(.info, "checkpoint \(checkpoint.stage.rawValue) \(checkpoint.step) written")
                return
            } catch {
                pauseForStorage(error)
                try safePoint(save: nil)
            }
        }
    }

    /// Saves on the way out; where that can't be done, a resume goes on from an older checkpoint.
    func leave(saving makeCheckpoint: () throws -> Checkpoint) throws -> RunEnd {
        enter(.saving)
        let checkpoint = try makeCheckpoint()
        do {
            try plan.recorder.save(checkpoint)
            log(.info, "stopped after step \(state.step); resume goes on from here")
        } catch {
            raise(.storage, true, value: 1, "\(error)")
            log(.warning, "stopped after step \(state.step) without a checkpoint")
        }
        return .interrupted
    }

    // MARK: Telling

    func enter(_ phase: RunPhase) {
        publish { $0.phase = phase }
    }

    /// Shows everyone who watches what has changed.
    func publish(_ change: (inout RunSnapshot) -> Void) {
        let begun = clock.now
        sendSnapshot(change)
        aside.publishing += clock.now - begun
    }

    func record(_ event: RunEvent) {
        let begun = clock.now
        recorderWait += plan.recorder.record(event)
        aside.store += clock.now - begun
    }

    func log(_ level: LogLevel, _ message: String) {
        record(
            .log(
                LogEntry(
                    time: Date().timeIntervalSince1970, level: level, step: state.step,
                    message: message)))
    }

    private func raise(_ kind: Alarm.Kind, _ isRaised: Bool, value: Double, _ message: String) {
        let alarm = Alarm(
            kind: kind, step: state.step, isRaised: isRaised, value: value, message: message)
        if state.alarms.set(alarm) { announce(alarm) }
        publish { $0.alarms = state.alarms.active }
    }

    private func announce(_ alarm: Alarm) {
        record(.alarm(alarm))
        log(
            alarm.isRaised ? .warning : .info,
            alarm.isRaised ? "alarm: \(alarm.message)" : "alarm over: \(alarm.message)")
    }

    func percent(_ share: Double?) -> String {
        guard let share else { return "an unknown share" }
        return "\((share * 1000).rounded() / 10)%"
    }
}
