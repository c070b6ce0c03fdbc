/// Progress of the warm start, recorded every few steps.
public struct WarmStartRecord: Hashable, Codable, Sendable {
    /// Optimiser steps done.
    public let step: Int
    /// Optimiser steps planned.
    public let steps: Int
    /// Mean cross-entropy of answer tokens since the last record, nats.
    public let loss: Double
    /// Learning rate.
    public let learningRate: Double
    /// Share of training-side probe tasks solved by one draft; nil when not probed.
    public let solve: Double?
    /// Share of training-side probe tasks solved by any of 17 drafts; nil when not probed.
    public let passAt17: Double?

    /// Makes the value of its parts.
    public init(
        step: Int, steps: Int, loss: Double, learningRate: Double, solve: Double? = nil,
        passAt17: Double? = nil
    ) {
        self.step = step
        self.steps = steps
        self.loss = loss
        self.learningRate = learningRate
        self.solve = solve
        self.passAt17 = passAt17
    }
}
