import Modeling
import Testing

/// Counts by hand, for a shape of which every matrix is another size.
///
/// Width 4, two heads of 2 and one of keys and values, 8 inside SwiGLU, 10 tokens, two layers. For a
/// row and a layer: keys and values 2·4·4 = 32; queries 2·4·4 = 32, output 32, SwiGLU 3·2·4·8 = 192,
/// together 256; a key 4·4 = 16. The head takes 2·4·10 = 80.
@Suite("Operation count")
struct OperationCountTests {
    private let count = OperationCount(
        ModelConfiguration(
            vocabularySize: 10, hiddenSize: 4, layerCount: 2, headCount: 2, keyValueHeadCount: 1,
            intermediateSize: 8, contextLength: 32))

    @Test("one row goes through all layers and the head")
    func one() {
        #expect(count.forward(prompt: 1, completions: [1]) == 2 * (32 + 256 + 16) + 80)
    }

    @Test("a shared prompt counts once, and the last tokens are never fed")
    func shared() {
        // Rows: 3 of the prompt, 1 and 2 of the completions; 4 predict. Keys: 1+2+3, 4, 4+5.
        let first = 6 * (32 + 256) + 16 * (6 + 4 + 9)
        // In the last layer the prompt's first two rows have keys and values alone.
        let last = 6 * 32 + 4 * 256 + 16 * (3 + 4 + 9)
        #expect(count.forward(prompt: 3, completions: [2, 3]) == first + last + 4 * 80)
    }

    @Test("a prompt of its own for each completion counts each time")
    func apart() {
        let short = 4 * 288 + 16 * (6 + 4) + 4 * 32 + 2 * 256 + 16 * (3 + 4) + 2 * 80
        let long = 5 * 288 + 16 * (6 + 9) + 5 * 32 + 3 * 256 + 16 * (3 + 9) + 3 * 80
        #expect(count.forward(prompt: 3, completions: [2]) == short)
        #expect(count.forward(prompt: 3, completions: [3]) == long)
        #expect(count.forward(prompt: 3, completions: [2, 3]) < short + long)
    }

    @Test("completions of one token share the row that predicts them")
    func skipped() {
        let alone = count.forward(prompt: 5, completions: [1])
        #expect(count.forward(prompt: 5, completions: [1, 1, 1]) == alone)
        #expect(
            alone == 5 * 288 + 16 * 15 + 5 * 32 + 256 + 16 * 5 + 80)
    }

    @Test("learning is four forward passes, three without a reference")
    func update() {
        let forward = count.forward(prompt: 3, completions: [2, 3])
        #expect(count.update(prompt: 3, completions: [2, 3], hasReference: true) == 4 * forward)
        #expect(count.update(prompt: 3, completions: [2, 3], hasReference: false) == 3 * forward)
    }
}
