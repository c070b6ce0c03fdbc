import CKernels
import Foundation
import Testing

@Suite("Optimiser")
struct OptimizerTests {
    @Test("AdamW follows its equations")
    func adamW() {
        var numbers = Numbers(1)
        let count = 37
        var parameters = numbers.floats(count)
        var first = [Float](repeating: 0, count: count)
        var second = first
        var exact = parameters.map(Double.init)
        var (m, v) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
        let (beta1, beta2, epsilon, decay, rate, scale) = (0.9, 0.98, 1e-8, 0.1, 0.01, 0.5)
        for step in 1...20 {
            let gradient = numbers.floats(count)
            var settings = kernels_adamw(
                beta1: beta1, beta2: beta2, epsilon: epsilon, weight_decay: decay,
                learning_rate: rate, gradient_scale: scale, step: step)
            kernels_adamw_step(&parameters, &first, &second, gradient, count, &settings)
            for i in 0..<count {
                let g = Double(gradient[i]) * scale
                m[i] = beta1 * m[i] + (1 - beta1) * g
                v[i] = beta2 * v[i] + (1 - beta2) * g * g
                let corrected = m[i] / (1 - Foundation.pow(beta1, Double(step)))
                let spread = (v[i] / (1 - Foundation.pow(beta2, Double(step)))).squareRoot()
                exact[i] -= rate * decay * exact[i] + rate * corrected / (spread + epsilon)
            }
        }
        #expect(relativeDistance(parameters, exact) < 2e-6)
        #expect(relativeDistance(first, m) < 1e-6)
        #expect(relativeDistance(second, v) < 1e-6)
    }

    @Test("the sum of squares is in double precision")
    func squares() {
        var numbers = Numbers(2)
        for count in [0, 1, 7, 8, 1001] {
            let x = numbers.floats(count, scale: 1e20)
            let exact = x.reduce(0) { $0 + Double($1) * Double($1) }
            #expect(abs(kernels_square_sum(x, count) - exact) <= 1e-14 * exact)
        }
        #expect(kernels_square_sum([1, .nan], 2).isNaN)
        #expect(kernels_square_sum([1, .infinity], 2) == .infinity)
    }
}
