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
