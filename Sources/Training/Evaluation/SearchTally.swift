import Runs
import Tasks

/// What one method came to on one task.
struct SearchTally {
    let quality: Double
    /// Nil where the domain keeps nothing private; of an answer that is not valid, nothing.
    let privateScore: PrivateScore?
    let distinct: Int
    let invalid: Int

    /// Tallies a method's answers.
    ///
    /// - Parameters:
    ///   - answers: all that it executed.
    ///   - kept: the one that it ends with, and what that answers.
    ///   - scores: the domain's private scores.
    init(
        _ answers: [Answer], keeping kept: (answer: Answer, instance: TaskInstance)?,
        _ scores: PrivateScores
    ) {
        quality = kept.flatMap { $0.answer.isValid ? $0.answer.quality : nil } ?? 0
        privateScore = kept.flatMap { scores.score(of: $0.answer, answering: $0.instance) }
        distinct = Set(answers.map(\.tokens)).count
        invalid = answers.count { !$0.isValid }
    }

    /// One method on all tasks.
    struct Method {
        let method: SearchMethod
        let executions: Int
        /// In the order of the tasks.
        let tallies: [SearchTally]

        init(_ method: SearchMethod, _ executions: Int, _ tallies: [SearchTally]) {
            self.method = method
            self.executions = executions
            self.tallies = tallies
        }

        /// Lists along the tasks.
        ///
        /// - Parameter isPrivate: whether the domain keeps something private.
        /// - Returns: the method with these lists.
        func outcomes(withPrivate isPrivate: Bool) -> SearchOutcomes.Method {
            let scores = isPrivate ? tallies.map(\.privateScore) : []
            return SearchOutcomes.Method(
                name: method.name, isBaseline: !method.usesPolicy, executions: executions,
                quality: tallies.map(\.quality), privateScore: scores.map { $0?.score ?? 0 },
                medal: scores.map { $0?.medal },
                isAboveMedian: scores.map { $0?.isAboveMedian ?? false },
                distinct: tallies.map(\.distinct), invalid: tallies.map(\.invalid))
        }
    }
}

/// A domain's private scores.
struct PrivateScores {
    let domain: any Domain

    /// The score of an answer; an invalid one is worth nothing, whatever the domain says of it.
    func score(of answer: Answer, answering instance: TaskInstance) -> PrivateScore? {
        guard let score = domain.privateScore(of: answer, answering: instance) else { return nil }
        return answer.isValid ? score : PrivateScore(score: 0, medal: nil, isAboveMedian: false)
    }
}
