import Runs

/// One training step's work in a benchmark: groups of one size, sampled to their full length.
public struct Workload: Hashable, Sendable {
    /// Groups.
    public let prompts: Int
    /// Completions of each.
    public let completions: Int
    /// Tokens of a prompt.
    public let promptLength: Int
    /// Tokens of a completion.
    public let newTokens: Int
    /// Partial sums of the gradient.
    public let gradientShards: Int
    /// Tokens that one sequence alone is sampled to.
    public let singleTokens: Int

    /// 16 prompts of 32 tokens, 8 completions of 64 each.
    public static let standard = Workload(
        prompts: 16, completions: 8, promptLength: 32, newTokens: 64, singleTokens: 96)

    /// A workload.
    ///
    /// - Parameters:
    ///   - prompts: groups.
    ///   - completions: completions of each.
    ///   - promptLength: tokens of a prompt, at least 1.
    ///   - newTokens: tokens of a completion, at least 2.
    ///   - singleTokens: tokens that one sequence alone is sampled to.
    ///   - gradientShards: partial sums of the gradient.
    public init(
        prompts: Int, completions: Int, promptLength: Int, newTokens: Int, singleTokens: Int,
        gradientShards: Int = 8
    ) {
        precondition(
            prompts > 0 && completions > 0 && promptLength > 0 && newTokens > 1 && singleTokens > 1,
            "a workload without work")
        self.prompts = prompts
        self.completions = completions
        self.promptLength = promptLength
        self.newTokens = newTokens
        self.gradientShards = gradientShards
        self.singleTokens = singleTokens
    }

    /// Room for the longest sequence.
    public var context: Int { max(promptLength + newTokens, 1 + singleTokens) }
    /// Tokens that a rollout samples.
    public var sampledTokens: Int { prompts * completions * newTokens }
    /// Tokens of all sequences, each with its whole prompt.
    public var nominalTokens: Int { prompts * completions * (promptLength + newTokens) }

    /// Prompts of random tokens, the same each time.
    ///
    /// - Parameter vocabulary: tokens to choose from.
    /// - Returns: one list a group.
    public func drawPrompts(vocabulary: Int) -> [[Int32]] {
        (0..<prompts).map { group in
            var generator = CounterGenerator(
                seed: 1, purpose: .selection, step: 0, group: group)
            return (0..<promptLength).map { _ in Int32(generator.below(vocabulary)) }
        }
    }
}
