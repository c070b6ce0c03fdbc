import CKernels

/// AdamW: moments, and the constants of its step.
///
///     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
///     θ ← θ (1 − η λ) − η · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
///
/// - Source: Loshchilov and Hutter, arXiv 1711.05101.
public final class AdamW {
    private let configuration: ModelConfiguration
    /// β₁, from the next step on.
    public var beta1: Double
    /// β₂, from the next step on.
    public var beta2: Double
    /// ε, from the next step on.
    public var epsilon: Double
    /// λ, from the next step on.
    public var weightDecay: Double
    /// Steps taken.
    public private(set) var step = 0
    private let first: FloatArena
    private let second: FloatArena

    /// Zero moments.
    public init(
        configuration: ModelConfiguration, beta1: Double, beta2: Double, epsilon: Double,
        weightDecay: Double
    ) {
        self.configuration = configuration
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        first = FloatArena(count: configuration.arenaCount)
        second = FloatArena(count: configuration.arenaCount)
    }

    /// Moves parameters by a gradient, in ranges that the pool shares out.
    func apply(
        _ gradient: FloatArena, to parameters: UnsafeMutablePointer<Float>, learningRate: Double,
        scale: Double, pool: WorkerPool
    ) {
        step += 1
        let settings = kernels_adamw(
            beta1: beta1, beta2: beta2, epsilon: epsilon, weight_decay: weightDecay,
            learning_rate: learningRate, gradient_scale: scale, step: step)
        let count = first.count
        let parameters = ArenaPointer(parameters)
        let (first, second) = (ArenaPointer(first.base), ArenaPointer(second.base))
        let gradient = ArenaPointer(gradient.base)
        pool.run(FloatArena.rangeCount(count)) { unit, _ in
            let range = FloatArena.range(unit, of: count)
            let start = range.lowerBound
            withUnsafePointer(to: settings) { settings in
                kernels_adamw_step(
                    parameters.base + start, first.base + start, second.base + start,
                    gradient.base + start, range.count, settings)
            }
        }
    }

    /// Step count and moments as a safetensors file.
    ///
    /// - Returns: its bytes.
    public func safeTensors() throws -> [UInt8] {
        let tensors = configuration.tensors.flatMap { place in
            [("exp_avg.", first), ("exp_avg_sq.", second)].map { prefix, arena in
                SafeTensors.Tensor(
                    name: prefix + place.name, shape: place.shape, values: place.read(arena.base))
            }
        }
        return try SafeTensors(tensors: tensors, metadata: ["step": String(step)]).encoded()
    }

    /// Takes step count and moments from a safetensors file.
    ///
    /// - Parameter bytes: the file.
    /// - Throws: `SafeTensorsError` or `ModelError`; nothing is changed then.
    public func load(safeTensors bytes: [UInt8]) throws {
        let file = try SafeTensors(bytes)
        guard let step = file.metadata["step"].flatMap({ Int($0) }), step >= 0 else {
            throw ModelError("no step count among the optimiser's metadata")
        }
        let places = configuration.tensors
        let firsts = try file.matched(places, prefix: "exp_avg.")
        let seconds = try file.matched(places, prefix: "exp_avg_sq.")
        for (index, place) in places.enumerated() {
            place.write(firsts[index], to: first.base)
            place.write(seconds[index], to: second.base)
        }
        self.step = step
    }
}

extension SafeTensors {
    /// The values of each place's tensor.
    ///
    /// - Throws: `ModelError` naming a tensor that is missing or of another shape.
    func matched(_ places: [TensorPlace], prefix: String = "") throws -> [[Float]] {
        let byName = Dictionary(
            tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return try places.map { place in
            guard let tensor = byName[prefix + place.name] else {
                throw ModelError("tensor '\(prefix + place.name)' is missing")
            }
            guard tensor.shape == place.shape else {
                throw ModelError(
                    "tensor '\(prefix + place.name)' has the shape \(tensor.shape); "
                        + "expected \(place.shape)")
            }
            return tensor.values
        }
    }
}
