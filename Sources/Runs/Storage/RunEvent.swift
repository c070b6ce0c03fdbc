/// How much a log line matters.
public enum LogLevel: String, Codable, Sendable, CaseIterable, Comparable {
    case debug, info, warning, error

    /// Less serious first.
    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// One line of the run's log.
public struct LogEntry: Hashable, Codable, Sendable {
    /// Seconds since 1970.
    public let time: Double
    /// How much it matters.
    public let level: LogLevel
    /// The last finished step when it was written.
    public let step: Int
    /// One line.
    public let message: String

    /// Makes the value of its parts.
    public init(time: Double, level: LogLevel, step: Int, message: String) {
        self.time = time
        self.level = level
        self.step = step
        self.message = message
    }
}

/// What the trainer tells the recorder.
public enum RunEvent: Hashable, Codable, Sendable {
    /// A finished training step.
    case step(StepRecord)
    /// Progress of the warm start.
    case warmStart(WarmStartRecord)
    /// A finished evaluation.
    case evaluation(EvaluationRecord)
    /// The searches of one evaluation, in the order of their tasks.
    case searches([SearchTree])
    /// An alarm raised or cleared.
    case alarm(Alarm)
    /// A command taken, at the step after which it took effect.
    case command(RunCommand, step: Int, time: Double)
    /// A setting changed; committed before it applies, and never taken back.
    case edit(LiveEdit)
    /// A log line.
    case log(LogEntry)
    /// The run's state changed: `end` is nil while it lives.
    case state(phase: RunPhase, end: RunEnd?, step: Int)
}
