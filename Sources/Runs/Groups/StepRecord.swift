/// Everything one training step leaves behind.
public struct StepRecord: Hashable, Codable, Sendable {
    /// The step, from 1.
    public let step: Int
    /// Its groups, in order.
    public let groups: [Group]
    /// Its metrics.
    public var metrics: MetricRow
    /// Its revisions by depth, improve and base steps only.
    public let depths: [DepthScore]
    /// What happened to the buffer, in order.
    public let changes: [BufferChange]
    /// The whole buffer after the step, at every 64th step and the first; nil otherwise.
    public let keyframe: [BufferEntry]?

    /// Steps between keyframes.
    public static let keyframeInterval = 64

    /// Makes the value of its parts.
    public init(
        step: Int, groups: [Group], metrics: MetricRow, depths: [DepthScore],
        changes: [BufferChange], keyframe: [BufferEntry]? = nil
    ) {
        self.step = step
        self.groups = groups
        self.metrics = metrics
        self.depths = depths
        self.changes = changes
        self.keyframe = keyframe
    }
}
