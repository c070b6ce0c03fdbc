import Runs
import Testing

@testable import Training

@Suite("Schedules", .timeLimit(.minutes(30)))
struct ScheduleTests {
    @Test("the buffer's probability falls in a line from .8 to a quarter of it")
    func line() {
        var configuration = RunConfiguration()
        configuration.steps = 101
        configuration.curriculum.probability = 0.8
        configuration.curriculum.probabilityFinal = 0.25
        for (step, value) in [(1, 0.8), (26, 0.65), (51, 0.5), (101, 0.2), (500, 0.2)] {
            #expect(abs(configuration.bufferProbability(at: step) - value) < 1e-12)
        }
        configuration.steps = 1
        #expect(configuration.bufferProbability(at: 1) == 0.8)
    }

    @Test("a final share of 1 leaves the probability as it is, to the bit")
    func constant() {
        var configuration = RunConfiguration()
        for probability in [0.1, 0.3, 0.5, 0.7, 0.9999999] {
            configuration.curriculum.probability = probability
            for step in 1...700 {
                #expect(configuration.bufferProbability(at: step) == probability)
            }
        }
    }

    @Test("a live edit of the probability scales what is left of the line")
    func edited() {
        var configuration = RunConfiguration()
        configuration.steps = 101
        configuration.curriculum.probabilityFinal = 0
        let edit = LiveEdit(
            step: 50, key: "curriculum.probability", old: "0.5", new: "0.9", time: 0)
        #expect(abs(configuration.bufferProbability(at: 51) - 0.25) < 1e-12)
        let edited = configuration.applying([edit])
        #expect(abs(edited.bufferProbability(at: 51) - 0.45) < 1e-12)
        #expect(edited.bufferProbability(at: 101) == 0)
    }

    @Test("a run draws from the buffer at first and not at last where nothing is left")
    func run() throws {
        var configuration = TrainerTests.tiny(steps: 12)
        configuration.curriculum.probability = 1
        configuration.curriculum.probabilityFinal = 0
        let steps = try TrainerTests.run(configuration).steps
        let shares = steps.map { $0.metrics[.bufferShare] ?? -1 }
        #expect(shares[1] > 0.5)
        #expect(shares.last == 0)
        // What an unchanged probability draws, the line's first step draws too.
        configuration.curriculum.probabilityFinal = 1
        let constant = try TrainerTests.run(configuration).steps
        #expect(constant[0].groups == steps[0].groups)
        #expect(constant.last?.metrics[.bufferShare] == 1)
    }
}
