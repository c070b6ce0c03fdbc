/// How far a long piece of work is.
public struct Progress: Hashable, Codable, Sendable {
    /// Units done.
    public var done: Int
    /// Units in all.
    public var total: Int
    /// Estimated time to its end, in seconds; nil while unknown.
    public var remainingSeconds: Double?

    /// Makes the value of its parts.
    public init(done: Int, total: Int, remainingSeconds: Double? = nil) {
        self.done = done
        self.total = total
        self.remainingSeconds = remainingSeconds
    }
}

/// A run at one moment: what the trainer publishes and every live view is drawn from.
///
/// Immutable, and small: history is read from the store.
public struct RunSnapshot: Hashable, Codable, Sendable {
    /// The run.
    public var run: RunID
    /// What the trainer is doing.
    public var phase: RunPhase
    /// What it was told.
    public var control: RunControl
    /// How it ended; nil while it lives.
    public var end: RunEnd?
    /// The last finished step; 0 before the first.
    public var step: Int
    /// The steps asked for.
    public var steps: Int
    /// Wall time of recent steps, in seconds each; nil before the first.
    public var stepSeconds: Double?
    /// Estimated time to the end of the run, in seconds; nil while unknown.
    public var remainingSeconds: Double?
    /// Progress of warm start, evaluation or saving, where one is under way.
    public var progress: Progress?
    /// The last finished step's metrics.
    public var metrics: MetricRow
    /// Scores by depth over recent steps.
    public var depths: [DepthScore]
    /// The latest evaluation.
    public var evaluation: EvaluationRecord?
    /// Entries in the buffer.
    public var bufferSize: Int
    /// Entries it may hold.
    public var bufferCapacity: Int
    /// Alarms that are raised now.
    public var alarms: [Alarm]
    /// The settings changed while the run lived, oldest first: the configuration with them applied
    /// is the one in force.
    public var edits: [LiveEdit]
    /// Seconds since 1970 at which this was published.
    public var published: Double

    /// Makes the value of its parts.
    public init(
        run: RunID, phase: RunPhase, control: RunControl, end: RunEnd? = nil, step: Int,
        steps: Int, stepSeconds: Double? = nil, remainingSeconds: Double? = nil,
        progress: Progress? = nil, metrics: MetricRow, depths: [DepthScore],
        evaluation: EvaluationRecord? = nil, bufferSize: Int, bufferCapacity: Int,
        alarms: [Alarm], edits: [LiveEdit] = [], published: Double
    ) {
        self.run = run
        self.phase = phase
        self.control = control
        self.end = end
        self.step = step
        self.steps = steps
        self.stepSeconds = stepSeconds
        self.remainingSeconds = remainingSeconds
        self.progress = progress
        self.metrics = metrics
        self.depths = depths
        self.evaluation = evaluation
        self.bufferSize = bufferSize
        self.bufferCapacity = bufferCapacity
        self.alarms = alarms
        self.edits = edits
        self.published = published
    }
}
