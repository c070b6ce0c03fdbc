/// Something that happened to a run at a step boundary, as curves and logs mark it.
public struct RunMark: Hashable, Codable, Sendable {
    /// What happened.
    public enum Kind: Hashable, Codable, Sendable {
        /// A person changed a setting.
        case edit(LiveEdit)
        /// An alarm began or ended.
        case alarm(Alarm)
        /// A command was taken.
        case command(RunCommand)
        /// The run was taken up again at this step, after a stop, a crash or a fork.
        case resumed
    }

    /// The last step finished before it happened.
    public let step: Int
    /// Seconds since 1970; nil where the store has none.
    public let time: Double?
    /// What happened.
    public let kind: Kind

    /// Makes the value of its parts.
    public init(step: Int, time: Double?, kind: Kind) {
        self.step = step
        self.time = time
        self.kind = kind
    }
}
