import Runs

/// The mixture teacher of sign-fill countdown: always well formed, right only sometimes.
///
/// 40 % base, 40 % improve and 20 % diverge rows. A good base answer is the best of 64 random ones,
/// a bad one the best of 2. A draft to improve is the best of 1 to 32; a good step takes the best of
/// 24 random edits, a bad one a single edit, which is mostly a harm. A divergent answer differs in
/// half its signs at least, and is the best of 64 or of 4.
extension MathDomain {
    /// One row of the mixture teacher.
    public func teacherRow(
        goodShare: Double, using generator: inout CounterGenerator
    ) -> TeacherRow {
        let task = drawTask(from: .train, using: &generator)
        var search = Search(domain: self, task: task, draws: SmallDraws(generator))
        defer { generator = search.draws.generator }
        let kind = search.draws.below(10)
        let isGood = Double(search.draws.below(1 << 20)) < goodShare * Double(1 << 20)
        if kind < 4 {
            return row(task, nil, .base, search.best(of: isGood ? 64 : 2))
        }
        let draft = search.best(of: 1 + search.draws.below(32))
        if kind < 8 {
            let answer =
                isGood ? search.bestEdit(of: draft, among: 24) : search.edit(draft, count: 1)
            return row(task, draft, .improve, answer)
        }
        return row(task, draft, .diverge, search.bestFar(from: draft, among: isGood ? 64 : 4))
    }

    private func row(
        _ task: DomainTask, _ draft: [MathVocabulary.Sign]?, _ mode: RevisionMode,
        _ answer: [MathVocabulary.Sign]
    ) -> TeacherRow {
        let latest = draft.map { draft in
            Answer(
                tokens: draft.map(tokens.token) + [tokens.end], quality: 0, isValid: true,
                isSolved: false)
        }
        return TeacherRow(
            prompt: prompt(task.values[0], task.values.dropFirst(), latest, mode),
            answer: answer.map(tokens.token) + [tokens.end])
    }

    /// Random search over the answers of one task.
    private struct Search {
        typealias Sign = MathVocabulary.Sign

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

        /// Distance to the target; nil for an answer without a value.
        private func error(_ signs: [Sign]) -> Int? {
            SignedSum.value(signs, numbers).map { abs(target - $0) }
        }

        private mutating func fill(_ signs: inout [Sign]) {
            repeat {
                for slot in signs.indices {
                    signs[slot] = MathDomain.sign(&draws, multiply: multiply)
                }
            } while error(signs) == nil
        }

        mutating func best(of count: Int) -> [Sign] {
            var best = [Sign](repeating: .leave, count: numbers.count)
            fill(&best)
            var lowest = error(best) ?? .max
            var trial = best
            for _ in 1..<max(count, 1) {
                fill(&trial)
                let miss = error(trial) ?? .max
                if miss < lowest { (best, lowest) = (trial, miss) }
            }
            return best
        }

        /// Changes `count` signs, until the result has a value.
        mutating func edit(_ signs: [Sign], count: Int) -> [Sign] {
            let kinds = multiply ? 4 : 3
            var edited = signs
            repeat {
                edited = signs
                for _ in 0..<count {
                    let slot = draws.below(signs.count)
                    let step = 1 + draws.below(kinds - 1)
                    edited[slot] = Sign(rawValue: (edited[slot].rawValue + step) % kinds) ?? .leave
                }
            } while error(edited) == nil
            return edited
        }

        mutating func bestEdit(of signs: [Sign], among count: Int) -> [Sign] {
            var best = signs
            var lowest = Int.max
            for _ in 0..<count {
                let trial = edit(signs, count: draws.below(10) < 3 ? 2 : 1)
                let miss = error(trial) ?? .max
                if miss < lowest { (best, lowest) = (trial, miss) }
            }
            return best
        }

        /// The best of answers that differ in at least half the signs.
        mutating func bestFar(from signs: [Sign], among count: Int) -> [Sign] {
            var best = signs
            var lowest = Int.max
            var trial = signs
            for _ in 0..<count {
                repeat {
                    fill(&trial)
                } while zip(trial, signs).count(where: { $0 != $1 }) * 2 < signs.count
                let miss = error(trial) ?? .max
                if miss < lowest { (best, lowest) = (trial, miss) }
            }
            return best
        }
    }
}
