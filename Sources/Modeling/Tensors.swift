import CKernels

/// One tensor of a `LlamaForCausalLM`, and where it lies in the kernels' arena.
///
/// The kernels keep matrices by input, [in][out], with rows padded to 16 floats, and fuse the
/// projections that read the same rows. Files hold them by output, [out][in], as PyTorch does.
public struct TensorPlace: Hashable, Sendable {
    /// Its name in a `LlamaForCausalLM` state dictionary.
    public let name: String
    /// Its shape there.
    public let shape: [Int]

    /// Floats from the arena's start to its first element.
    let offset: Int
    /// Floats from one row of the arena to the next.
    let stride: Int
    /// Whether the arena holds it transposed.
    let isTransposed: Bool

    /// Elements.
    public var count: Int { shape.reduce(1, *) }

    /// Copies it out of an arena, in file order.
    func read(_ arena: UnsafePointer<Float>) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { values, initialized in
            forEach { element, place in values.initializeElement(at: element, to: arena[place]) }
            initialized = count
        }
    }

    /// Copies it into an arena.
    func write(_ values: [Float], to arena: UnsafeMutablePointer<Float>) {
        precondition(values.count == count, "\(values.count) values for \(name) of \(count)")
        forEach { element, place in arena[place] = values[element] }
    }

    private func forEach(_ body: (_ element: Int, _ place: Int) -> Void) {
        let columns = shape.last ?? 1
        for row in 0..<(count / max(columns, 1)) {
            for column in 0..<columns {
                body(
                    row * columns + column,
                    offset + (isTransposed ? column * stride + row : row * stride + column))
            }
        }
    }
}

extension ModelConfiguration {
    /// Floats in the kernels' arena, padding included.
    var arenaCount: Int {
        withUnsafePointer(to: shape) { kernels_parameter_count($0) }
    }

    /// Every tensor, in state-dictionary order.
    public var tensors: [TensorPlace] {
        func place(_ tensor: kernels_tensor, _ layer: Int = 0) -> kernels_place {
            withUnsafePointer(to: shape) { kernels_tensor_place($0, tensor, Int32(layer)) }
        }
        func plain(_ name: String, _ tensor: kernels_tensor, _ layer: Int = 0) -> TensorPlace {
            let at = place(tensor, layer)
            let columns = Int(at.columns)
            return TensorPlace(
                name: name, shape: at.rows == 1 ? [columns] : [Int(at.rows), columns],
                offset: at.offset, stride: Int(at.stride), isTransposed: false)
        }
        func matrix(
            _ name: String, _ tensor: kernels_tensor, _ layer: Int, first: Int, outputs: Int
        ) -> TensorPlace {
            let at = place(tensor, layer)
            return TensorPlace(
                name: name, shape: [outputs, Int(at.rows)], offset: at.offset + first,
                stride: Int(at.stride), isTransposed: true)
        }
        var all = [plain("model.embed_tokens.weight", KERNELS_EMBEDDING)]
        let queries = headCount * headWidth
        let keys = keyValueHeadCount * headWidth
        for layer in 0..<layerCount {
            let prefix = "model.layers.\(layer)."
            let half = Int(place(KERNELS_GATE_UP, layer).stride) / 2
            all += [
                plain(prefix + "input_layernorm.weight", KERNELS_ATTENTION_NORM, layer),
                matrix(
                    prefix + "self_attn.q_proj.weight", KERNELS_QKV, layer, first: 0,
                    outputs: queries),
                matrix(
                    prefix + "self_attn.k_proj.weight", KERNELS_QKV, layer, first: queries,
                    outputs: keys),
                matrix(
                    prefix + "self_attn.v_proj.weight", KERNELS_QKV, layer,
                    first: queries + keys, outputs: keys),
                matrix(
                    prefix + "self_attn.o_proj.weight", KERNELS_OUTPUT, layer, first: 0,
                    outputs: hiddenSize),
                plain(prefix + "post_attention_layernorm.weight", KERNELS_MLP_NORM, layer),
                matrix(
                    prefix + "mlp.gate_proj.weight", KERNELS_GATE_UP, layer, first: 0,
                    outputs: intermediateSize),
                matrix(
                    prefix + "mlp.up_proj.weight", KERNELS_GATE_UP, layer, first: half,
                    outputs: intermediateSize),
                matrix(
                    prefix + "mlp.down_proj.weight", KERNELS_DOWN, layer, first: 0,
                    outputs: hiddenSize),
            ]
        }
        all.append(plain("model.norm.weight", KERNELS_FINAL_NORM))
        if !tiesEmbeddings { all.append(plain("lm_head.weight", KERNELS_HEAD)) }
        return all
    }
}
