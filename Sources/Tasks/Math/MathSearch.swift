import Runs

/// Random search over the answers of one task.
struct MathSearch {
    /// A valid answer and its distance to the target.
    struct Trial {
        var signs: PackedSigns
        var error: Int
    }

    let numbers: [Int32]
    let target: Int
    let multiply: Bool
    var draws: SmallDraws

    init(domain: MathDomain, task: DomainTask, draws: SmallDraws) {
        numbers = Array(task.values.dropFirst())
        target = Int(task.values[0])
        multiply = domain.settings.multiply
        self.draws = draws
    }

    /// A random valid answer.
    private mutating func random() -> Trial {
        while true {
            var signs = PackedSigns()
            var sum = SignedSum()
            for slot in numbers.indices {
                let sign = MathDomain.sign(&draws, multiply: multiply)
                signs[slot] = sign
                sum.take(sign, numbers[slot])
            }
            if let value = sum.value { return Trial(signs: signs, error: abs(target - value)) }
        }
    }

    private func error(_ signs: PackedSigns) -> Int? {
        var sum = SignedSum()
        for slot in numbers.indices { sum.take(signs[slot], numbers[slot]) }
        return sum.value.map { abs(target - $0) }
    }

    /// The best of some random answers; the first among equals.
    mutating func best(of count: Int) -> Trial {
        var best = random()
        for _ in 1..<max(count, 1) {
            let trial = random()
            if trial.error < best.error { best = trial }
        }
        return best
    }

    /// Changes `count` signs, drawn anew until the result has a value.
    mutating func edit(_ trial: Trial, count: Int) -> Trial {
        let kinds = multiply ? 4 : 3
        while true {
            var signs = trial.signs
            for _ in 0..<count {
                let slot = draws.below(numbers.count)
                let step = 1 + draws.below(kinds - 1)
                signs[slot] =
                    MathVocabulary.Sign(rawValue: (signs[slot].rawValue + step) % kinds) ?? .leave
            }
            if let error = error(signs) { return Trial(signs: signs, error: error) }
        }
    }

    /// The best of some edits, three in ten of which change two signs.
    mutating func bestEdit(of trial: Trial, among count: Int) -> Trial {
        var best = edit(trial, count: draws.below(10) < 3 ? 2 : 1)
        for _ in 1..<max(count, 1) {
            let next = edit(trial, count: draws.below(10) < 3 ? 2 : 1)
            if next.error < best.error { best = next }
        }
        return best
    }

    /// The best of some answers that differ in at least half the signs.
    mutating func bestFar(from trial: Trial, among count: Int) -> Trial {
        var best = far(from: trial)
        for _ in 1..<max(count, 1) {
            let next = far(from: trial)
            if next.error < best.error { best = next }
        }
        return best
    }

    private mutating func far(from trial: Trial) -> Trial {
        while true {
            let next = random()
            if next.signs.distance(to: trial.signs) * 2 >= numbers.count { return next }
        }
    }
}
