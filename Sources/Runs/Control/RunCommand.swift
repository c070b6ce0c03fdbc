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
    /// Change a setting at the next step boundary; the key is one that `ConfigurationKey.isLive`.
    case set(key: String, value: String)

    /// The command as it is typed after `redraft ctl RUN`.
    public var word: String {
        switch self {
        case .pause: "pause"
        case .resume: "resume"
        case .step(let count): count == 1 ? "step" : "step \(count)"
        case .checkpoint: "checkpoint"
        case .stop: "stop"
        case .set(let key, let value): "set \(key)=\(value)"
        }
    }
}
