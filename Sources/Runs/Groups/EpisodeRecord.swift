/// Whole episodes on a fixed list of tasks, with some numbers of improve steps in every turn.
public struct EpisodeRecord: Hashable, Codable, Sendable {
    /// The training step of the policy; 0 is the warm start.
    public let step: Int
    /// The domain.
    public let domain: String
    /// `held-out`, `train` or `development`.
    public let split: String
    /// Tasks.
    public let count: Int
    /// The most turns of a task.
    public let turns: Int
    /// Sampling temperature.
    public let temperature: Double
    /// Improve steps in every turn: each of the lists below has one value for each of these.
    public let k: [Int]
    /// Share of tasks whose first turn is solved.
    public let firstTurn: [Double]
    /// Mean sum of the turns' qualities.
    public let totalReturn: [Double]
    /// Share of tasks all of whose turns are solved.
    public let strict: [Double]
    /// Share solved of each turn, a list along the turns for each k.
    public let solve: [[Double]]
    /// Mean quality of each turn, a list along the turns for each k.
    public let quality: [[Double]]
    /// Share of answers that were invalid; the earlier answer stands.
    public let invalid: [Double]
    /// Share of unsolved answers repeated by their next step; 0 without steps.
    public let copied: [Double]
    /// Unsolved answers solved by their next step, over all turns.
    public let wrongToRight: [Int]
    /// Solved answers broken by their next step, over all turns.
    public let rightToWrong: [Int]

    /// Makes the value of its parts.
    public init(
        step: Int, domain: String, split: String, count: Int, turns: Int, temperature: Double,
        k: [Int], firstTurn: [Double], totalReturn: [Double], strict: [Double],
        solve: [[Double]], quality: [[Double]], invalid: [Double], copied: [Double],
        wrongToRight: [Int], rightToWrong: [Int]
    ) {
        self.step = step
        self.domain = domain
        self.split = split
        self.count = count
        self.turns = turns
        self.temperature = temperature
        self.k = k
        self.firstTurn = firstTurn
        self.totalReturn = totalReturn
        self.strict = strict
        self.solve = solve
        self.quality = quality
        self.invalid = invalid
        self.copied = copied
        self.wrongToRight = wrongToRight
        self.rightToWrong = rightToWrong
    }

    enum CodingKeys: String, CodingKey {
        case step, domain, split, count, turns, temperature, k
        case firstTurn = "first_turn"
        case totalReturn = "return"
        case strict, solve, quality, invalid, copied
        case wrongToRight = "wrong_to_right"
        case rightToWrong = "right_to_wrong"
    }
}
