/// Floating-point operations that a policy's work needs at least, counted from its shape.
///
/// A multiply-add is two. Matrices and attention count; norms, softmax, rotary positions and the
/// optimiser are free. Every row counts once: a prompt that its completions share is one prompt, and
/// what no result depends on is not there: in the last layer, a row that predicts nothing needs keys
/// and values alone. Attention counts the keys that a row may see, no others.
public struct OperationCount: Hashable, Sendable {
    /// One layer's matrices for one row: keys and values, and all the others.
    private let keysAndValues: Int
    private let others: Int
    /// One layer's attention, for each key a row sees.
    private let perKey: Int
    private let head: Int
    private let layers: Int

    /// The counts of a shape.
    ///
    /// - Parameter shape: the policy's.
    public init(_ shape: ModelConfiguration) {
        let width = shape.hiddenSize
        keysAndValues = 2 * width * 2 * shape.keyValueHeadCount * shape.headWidth
        let queriesAndOutput = 2 * 2 * width * shape.headCount * shape.headWidth
        others = queriesAndOutput + 3 * 2 * width * shape.intermediateSize
        perKey = 2 * 2 * shape.headCount * shape.headWidth
        head = 2 * width * shape.vocabularySize
        layers = shape.layerCount
    }

    /// The forward pass over one group: what scoring it takes, and what sampling it takes.
    ///
    /// The last token of a completion is never fed, and the prompt's last row predicts the first
    /// token of each.
    ///
    /// - Parameters:
    ///   - prompt: tokens of the prompt, at least 1.
    ///   - completions: tokens of each completion, at least 1.
    /// - Returns: operations.
    public func forward(prompt: Int, completions: [Int]) -> Int {
        let own = completions.reduce(0) { $0 + $1 - 1 }
        let predicting = own + 1
        let rows = prompt + own
        let ownKeys = completions.reduce(0) { sum, length in
            sum + Self.keys(after: prompt, rows: length - 1)
        }
        let promptKeys = Self.keys(after: 0, rows: prompt)
        let allLayers = rows * (keysAndValues + others) + perKey * (promptKeys + ownKeys)
        let lastLayer =
            rows * keysAndValues + predicting * others + perKey * (prompt + ownKeys)
        return (layers - 1) * allLayers + lastLayer + predicting * head
    }

    /// Learning from one group: backward takes twice the forward pass, and the reference's forward
    /// pass comes on top.
    ///
    /// - Parameters:
    ///   - prompt: tokens of the prompt, at least 1.
    ///   - completions: tokens of each completion, at least 1.
    ///   - hasReference: whether there is a KL term.
    /// - Returns: operations.
    public func update(prompt: Int, completions: [Int], hasReference: Bool) -> Int {
        (hasReference ? 4 : 3) * forward(prompt: prompt, completions: completions)
    }

    /// Keys that `rows` rows see together, the first of them `before` and itself.
    private static func keys(after before: Int, rows: Int) -> Int {
        rows * before + rows * (rows + 1) / 2
    }
}
