import Modeling
import Runs

/// The policy's shape in a benchmark.
public struct BenchmarkShape: Hashable, Sendable {
    /// As it is typed: `small`, `medium`, or `layers,width,heads,vocabulary`.
    public let name: String
    /// Decoder layers.
    public let layers: Int
    /// Width of the residual stream.
    public let width: Int
    /// Heads, of queries as of keys and values.
    public let heads: Int
    /// Tokens.
    public let vocabulary: Int

    /// Four layers of 128: 0.86 million weights.
    public static let small = BenchmarkShape(
        name: "small", layers: 4, width: 128, heads: 4, vocabulary: 512)
    /// Six layers of 256: 4.9 million weights.
    public static let medium = BenchmarkShape(
        name: "medium", layers: 6, width: 256, heads: 8, vocabulary: 512)

    private init(name: String, layers: Int, width: Int, heads: Int, vocabulary: Int) {
        self.name = name
        self.layers = layers
        self.width = width
        self.heads = heads
        self.vocabulary = vocabulary
    }

    /// Reads a shape; nil for anything but a known name or four positive numbers.
    ///
    /// - Parameter text: what was typed.
    public init?(_ text: String) {
        if let known = [Self.small, .medium].first(where: { $0.name == text }) {
            self = known
            return
        }
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = fields.compactMap { Int($0) }
        guard fields.count == 4, numbers.count == 4,
            numbers.allSatisfy({ (1...1 << 20).contains($0) })
        else { return nil }
        self.init(
            name: numbers.map { String($0) }.joined(separator: ","), layers: numbers[0],
            width: numbers[1], heads: numbers[2], vocabulary: numbers[3])
    }

    /// The shape with room for a number of tokens: SwiGLU inside is 8/3 of the width, rounded up to
    /// a multiple of 8, and the head is the embedding.
    ///
    /// - Parameters:
    ///   - context: tokens of the longest sequence.
    ///   - cachePrecision: of keys and values.
    /// - Returns: a configuration, which may still be one that the kernels can't run.
    public func configuration(
        context: Int, cachePrecision: StoredPrecision = .float32
    ) -> ModelConfiguration {
        ModelConfiguration(
            vocabularySize: vocabulary, hiddenSize: width, layerCount: layers, headCount: heads,
            keyValueHeadCount: heads, intermediateSize: (8 * width / 3 + 7) / 8 * 8,
            contextLength: context, halvesCache: cachePrecision == .float16)
    }
}
