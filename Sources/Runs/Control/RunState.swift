/// What the trainer is doing.
public enum RunPhase: String, Codable, Sendable, CaseIterable {
    /// Reading configuration, checkpoint and caches.
    case starting
    /// Supervised training on the teacher's rows.
    case warmStart = "warm_start"
    /// Sampling groups.
    case rollout
    /// The optimiser step.
    case update
    /// Chains on held-out tasks.
    case evaluation
    /// Writing a checkpoint.
    case saving
}

/// Why a run is paused.
public enum PauseReason: Hashable, Codable, Sendable {
    /// A person asked.
    case requested
    /// The steps asked for are done.
    case stepped
    /// Loss, gradient or reward was not finite three steps in a row.
    case nonFinite
    /// The store could not be written: disk full, or an I/O error.
    case storage(String)

    /// A few words for the screen.
    public var text: String {
        switch self {
        case .requested: "asked to"
        case .stepped: "steps done"
        case .nonFinite: "not finite three times in a row"
        case .storage(let reason): reason
        }
    }
}

/// What the trainer was told, and how far it has got with it.
public enum RunControl: Hashable, Codable, Sendable {
    /// Training freely.
    case running
    /// Asked to pause; on the way to a safe point.
    case pausing
    /// Parked at a safe point.
    case paused(PauseReason)
    /// Training this many more steps, then pausing.
    case stepping(Int)
    /// Asked to stop; on the way to a checkpoint and the end.
    case stopping

    /// One lower-case word.
    public var word: String {
        switch self {
        case .running: "running"
        case .pausing: "pausing"
        case .paused: "paused"
        case .stepping: "stepping"
        case .stopping: "stopping"
        }
    }
}

/// How a run ended.
public enum RunEnd: Hashable, Codable, Sendable {
    /// All steps are done, the final evaluation included.
    case finished
    /// Stopped before its last step; can be resumed.
    case interrupted
    /// Could not go on.
    case failed(String)

    /// One lower-case word.
    public var word: String {
        switch self {
        case .finished: "finished"
        case .interrupted: "interrupted"
        case .failed: "failed"
        }
    }
}

/// What a person may ask of a running trainer.
public enum RunCommand: Hashable, Codable, Sendable {
    /// Park at the next safe point.
    case pause
    /// Go on.
    case resume
    /// Train this many steps, then pause.
    case step(Int)
    /// Write a checkpoint at the next step boundary.
    case checkpoint
    /// Checkpoint, and end the run as interrupted.
    case stop

    /// The command as it is typed after `redraft ctl RUN`.
    public var word: String {
        switch self {
        case .pause: "pause"
        case .resume: "resume"
        case .step(let count): count == 1 ? "step" : "step \(count)"
        case .checkpoint: "checkpoint"
        case .stop: "stop"
        }
    }
}
