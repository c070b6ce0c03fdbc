import Runs
import Testing

@Suite("The plane of a picture")
struct PrincipalPlaneTests {
    @Test("points on a line lie on the first axis, in their order")
    func line() {
        let vectors: [[Float]] = (0..<5).map { [Float($0) * 2, 1, Float($0)] }
        let plane = PrincipalPlane(of: vectors, weights: [1, 1, 1, 1, 1])
        #expect(abs(plane.shares[0] - 1) < 1e-9 && plane.shares[1] == 0)
        for (index, place) in plane.places.enumerated() {
            // The direction is (2, 0, 1)/√5, the mean at the middle point.
            #expect(abs(place.x - Double(index - 2) * 5.0.squareRoot()) < 1e-9)
            #expect(abs(place.y) < 1e-9)
        }
    }

    @Test("a cross shows its longer arm first; weights count as repetitions")
    func cross() {
        let vectors: [[Float]] = [[3, 0], [-3, 0], [0, 1], [0, -1]]
        let plane = PrincipalPlane(of: vectors, weights: [1, 1, 1, 1])
        // Variances 18 and 2 of 20.
        #expect(abs(plane.shares[0] - 0.9) < 1e-9 && abs(plane.shares[1] - 0.1) < 1e-9)
        #expect(abs(plane.places[0].x - 3) < 1e-6 && abs(plane.places[2].y - 1) < 1e-6)
        let weighted = PrincipalPlane(of: vectors, weights: [1, 1, 16, 16])
        // Variances 18 and 32 of 50: the other arm comes first.
        #expect(abs(weighted.shares[0] - 0.64) < 1e-9)
        let repeated = PrincipalPlane(
            of: vectors + Array(repeating: [[0, 1], [0, -1]], count: 15).joined(),
            weights: Array(repeating: 1, count: 34))
        for (one, other) in zip(weighted.places, repeated.places) {
            #expect(abs(one.x - other.x) < 1e-4 && abs(one.y - other.y) < 1e-4)
        }
    }

    @Test("nothing, one point, equal points and empty vectors have a plane of zeros")
    func degenerate() {
        for vectors in [[], [[1, 2]], [[1, 2], [1, 2]], [[], []]] as [[[Float]]] {
            let plane = PrincipalPlane(of: vectors, weights: vectors.map { _ in 1 })
            #expect(plane.shares == [0, 0] && plane.places.count == vectors.count)
            #expect(plane.places.allSatisfy { $0 == (0, 0) })
        }
    }
}
