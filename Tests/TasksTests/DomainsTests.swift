import Runs
import Tasks
import Testing

@Suite("The domains there are")
struct DomainsTests {
    @Test("every named level makes its domain", arguments: [1, 2, 3])
    func levels(level: Int) throws {
        var configuration = RunConfiguration()
        configuration.apply(level: level)
        let domain = try Domains.make(for: configuration)
        #expect(domain.name == "math")
        #expect(domain.longestAnswer == configuration.math.numbers + 1)
    }

    @Test("a domain that is none is refused with what is accepted")
    func unknown() {
        var configuration = RunConfiguration()
        configuration.domain = "chess"
        #expect(
            throws: ConfigurationError(
                key: "domain", value: "chess", accepted: "one of math, tools, mle")
        ) {
            try Domains.make(for: configuration)
        }
    }

    @Test("settings that leave a split without tasks are refused, not drawn from for ever")
    func emptySplit() {
        var configuration = RunConfiguration()
        // Three multisets in all, and none of them held out.
        configuration.math.numbers = 2
        configuration.math.largest = 2
        let error = #expect(throws: ConfigurationError.self) {
            try Domains.make(for: configuration)
        }
        #expect(error?.key == "math.numbers")
        #expect(error?.description.contains("held-out") == true)
        #expect(error?.description.contains("\n") == false)
    }

    @Test("at the corners of what keys accept, a domain is refused or draws from both splits")
    func corners() {
        for (numbers, largest, target) in [
            (2, 2, 1), (2, 2, 99), (2, 99, 1), (2, 99, 99), (16, 2, 1), (16, 2, 99), (16, 99, 1),
            (16, 99, 99), (3, 3, 40), (4, 2, 40), (2, 12, 12),
        ] {
            for multiply in [false, true] {
                var configuration = RunConfiguration()
                configuration.math.numbers = numbers
                configuration.math.largest = largest
                configuration.math.target = target
                configuration.math.multiply = multiply
                guard let domain = try? Domains.make(for: configuration) else { continue }
                for split in domain.splits {
                    var generator = CounterGenerator(seed: 2, purpose: .evaluationTasks)
                    for _ in 0..<3 {
                        let task = domain.drawTask(from: split, using: &generator)
                        #expect(domain.split(of: task) == split)
                    }
                }
            }
        }
    }
}
