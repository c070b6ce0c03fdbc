import CKernels

/// A shape the policy can't have, or a file that does not fit it.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line: the place, the value, and what is accepted.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The shape of a decoder-only Llama.
public struct ModelConfiguration: Codable, Hashable, Sendable {
    /// Tokens.
    public var vocabularySize: Int
    /// Width of the residual stream.
    public var hiddenSize: Int
    /// Decoder layers.
    public var layerCount: Int
    /// Query heads.
    public var headCount: Int
    /// Key and value heads; divides `headCount`.
    public var keyValueHeadCount: Int
    /// Width inside SwiGLU.
    public var intermediateSize: Int
    /// Longest sequence.
    public var contextLength: Int
    /// Base of the rotary positions.
    public var ropeTheta: Float
    /// Added to the mean square in RMSNorm.
    public var normEpsilon: Float
    /// Whether the head shares the embedding's weights.
    public var tiesEmbeddings: Bool
    /// Whether keys and values are rounded to half precision, in training as in sampling.
    public var halvesCache: Bool
    /// Whether matrices are rounded to half precision where they are multiplied with.
    ///
    /// It is so in training as in sampling; the weights that are trained, stored and exported stay in
    /// full precision.
    public var halvesWeights: Bool

    /// A shape.
    public init(
        vocabularySize: Int, hiddenSize: Int, layerCount: Int, headCount: Int,
        keyValueHeadCount: Int, intermediateSize: Int, contextLength: Int,
        ropeTheta: Float = 10_000, normEpsilon: Float = 1e-5, tiesEmbeddings: Bool = true,
        halvesCache: Bool = false, halvesWeights: Bool = false
    ) {
        self.vocabularySize = vocabularySize
        self.hiddenSize = hiddenSize
        self.layerCount = layerCount
        self.headCount = headCount
        self.keyValueHeadCount = keyValueHeadCount
        self.intermediateSize = intermediateSize
        self.contextLength = contextLength
        self.ropeTheta = ropeTheta
        self.normEpsilon = normEpsilon
        self.tiesEmbeddings = tiesEmbeddings
        self.halvesCache = halvesCache
        self.halvesWeights = halvesWeights
    }

    /// Width of one head.
    public var headWidth: Int { hiddenSize / max(headCount, 1) }

    /// Weights, without padding.
    public var parameterCount: Int {
        tensors.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }

    /// Checks that the kernels can run this shape.
    ///
    /// - Throws: `ModelError` naming the value and what is accepted.
    public func validate() throws(ModelError) {
        func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(ModelError) {
            guard range.contains(value) else {
                throw ModelError(
                    "\(name) \(value); expected \(range.lowerBound) to \(range.upperBound)")
            }
        }
        try check("vocabulary", vocabularySize, 2...65_536)
        try check("hidden size", hiddenSize, 4...8192)
        try check("layers", layerCount, 1...128)
        try check("heads", headCount, 1...256)
        try check("key and value heads", keyValueHeadCount, 1...headCount)
        try check("intermediate size", intermediateSize, 1...32_768)
        try check("context", contextLength, 2...4096)
        guard ropeTheta.isFinite, ropeTheta > 0 else {
            throw ModelError("rotary base \(ropeTheta); expected a positive number")
        }
        guard normEpsilon.isFinite, normEpsilon > 0 else {
            throw ModelError("norm epsilon \(normEpsilon); expected a positive number")
        }
        guard hiddenSize % headCount == 0 else {
            throw ModelError("hidden size \(hiddenSize) is not a multiple of \(headCount) heads")
        }
        guard headCount % keyValueHeadCount == 0 else {
            throw ModelError(
                "\(headCount) heads are not a multiple of \(keyValueHeadCount) key and value heads")
        }
        guard headWidth % 2 == 0, headWidth <= Int(KERNELS_HEAD_WIDTH) else {
            throw ModelError(
                "head width \(headWidth); expected an even number up to \(KERNELS_HEAD_WIDTH)")
        }
    }

    var shape: kernels_shape {
        kernels_shape(
            vocabulary: Int32(vocabularySize), hidden: Int32(hiddenSize),
            layers: Int32(layerCount), heads: Int32(headCount),
            kv_heads: Int32(keyValueHeadCount), intermediate: Int32(intermediateSize),
            context: Int32(contextLength), tied: tiesEmbeddings,
            half_cache: halvesCache, half_weights: halvesWeights, rope_theta: ropeTheta,
            norm_epsilon: normEpsilon)
    }
}
