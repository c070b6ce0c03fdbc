import Dispatch
import Runs
import Synchronization

/// Where commands meet the trainer: any thread hands them in, the trainer takes them at safe points.
///
/// The control state changes the moment a command arrives, so that `pausing` shows at once however
/// long the trainer takes to park.
///
///     running --pause--> pausing --(safe point)--> paused --resume--> running
///     running, paused --step(n)--> stepping(n) --(n steps)--> paused
///     any --stop--> stopping --(safe point)--> the end
final class CommandDesk: Sendable {
    private struct State {
        var control = RunControl.running
        var taken: [RunCommand] = []
        var wantsCheckpoint = false
    }

    /// Questions to the living policy; they are answered at safe points too.
    let questions = QuestionDesk()
    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)

    /// Whether the trainer should look at the desk soon; cheap enough to ask between groups.
    var isUrgent: Bool {
        state.withLock { $0.control == .pausing || $0.control == .stopping } || questions.isBusy
    }

    /// The control state now.
    var control: RunControl { state.withLock { $0.control } }

    /// Hands in a command.
    ///
    /// - Parameter command: what to do.
    /// - Returns: the control state that follows.
    func send(_ command: RunCommand) -> RunControl {
        let control = state.withLock { state in
            guard state.control != .stopping else { return state.control }
            state.taken.append(command)
            switch command {
            case .pause:
                switch state.control {
                case .running, .stepping: state.control = .pausing
                default: break
                }
            case .resume: state.control = .running
            case .step(let count): state.control = count > 0 ? .stepping(count) : state.control
            case .set: break
            case .checkpoint: state.wantsCheckpoint = true
            case .stop: state.control = .stopping
            }
            return state.control
        }
        arrived.signal()
        return control
    }

    /// The commands handed in since the last call, oldest first.
    func take() -> [RunCommand] {
        state.withLock { state in
            defer { state.taken = [] }
            return state.taken
        }
    }

    /// Whether a checkpoint was asked for since the last call.
    func takeCheckpointWish() -> Bool {
        state.withLock { state in
            defer { state.wantsCheckpoint = false }
            return state.wantsCheckpoint
        }
    }

    /// Parks the trainer if it was asked to; called by the trainer.
    ///
    /// - Returns: the control state that follows.
    func park() -> RunControl {
        state.withLock { state in
            if state.control == .pausing { state.control = .paused(.requested) }
            return state.control
        }
    }

    /// Pauses of the trainer's own accord, unless it is to stop.
    ///
    /// - Parameter reason: why.
    /// - Returns: the control state that follows.
    func pause(for reason: PauseReason) -> RunControl {
        state.withLock { state in
            if state.control != .stopping { state.control = .paused(reason) }
            return state.control
        }
    }

    /// Ends a pause for the store's sake that overruled a command.
    ///
    /// - Parameter command: to go on, freely or for some steps.
    func recover(by command: RunCommand) {
        state.withLock { state in
            guard case .paused(.storage) = state.control else { return }
            if case .step(let count) = command, count > 0 {
                state.control = .stepping(count)
            } else {
                state.control = .running
            }
        }
    }

    /// Counts a finished step.
    ///
    /// - Returns: the control state that follows.
    func countStep() -> RunControl {
        state.withLock { state in
            if case .stepping(let left) = state.control {
                state.control = left > 1 ? .stepping(left - 1) : .paused(.stepped)
            }
            return state.control
        }
    }

    /// Hands in a question to the living policy.
    func ask(_ question: QuestionDesk.Waiting) {
        questions.ask(question)
        arrived.signal()
    }

    /// Blocks until a command or a question may have arrived; wakes may be spurious.
    func wait() { arrived.wait() }
}
