import Modeling
import Runs
import Tasks

/// Carries out one job, one call of the policy at a time.
///
/// Draws have a purpose of their own, and nothing of the policy changes.
struct PolicyPlayer {
    let job: PolicyJob
    /// Whether the last answer was given.
    private(set) var isFinished = false
    private var instance: TaskInstance?
    private var depth = 0

    init(_ job: PolicyJob) {
        self.job = job
        if case .play(let start, _) = job.work { instance = start }
    }

    /// Does the next piece of the job.
    ///
    /// - Parameters:
    ///   - policy: whose weights answer.
    ///   - step: the training step of these weights.
    ///   - domain: the run's.
    ///   - pool: threads to do it on.
    /// - Returns: the answer.
    mutating func advance(
        _ policy: Policy, step: Int, domain: any Domain, pool: WorkerPool
    ) -> PolicyAnswer {
        switch job.work {
        case .play(_, let request):
            return .played(play(request, policy, step: step, domain: domain, pool: pool))
        case .rescore(let answer, let temperature):
            isFinished = true
            return rescored(
                answer, temperature: temperature, policy, step: step, domain: domain, pool: pool)
        }
    }

    private mutating func play(
        _ request: PlayRequest, _ policy: Policy, step: Int, domain: any Domain, pool: WorkerPool
    ) -> PlayedRevision {
        guard let instance else { preconditionFailure("a play begins with a task") }
        // After an invalid draft another draft is asked for.
        let mode: RevisionMode = instance.isBase ? .base : request.mode
        let prompt = domain.prompt(for: instance, mode: mode)
        let sampled = policy.sample(
            [
                SamplingRequest(
                    prompt: prompt, completions: 1,
                    stream: SamplingStream(
                        seed: request.seed, purpose: .play, step: depth, group: instance.turn,
                        firstCompletion: 0))
            ], temperature: Float(request.temperature), maximumTokens: domain.longestAnswer,
            endToken: domain.endToken, pool: pool)
        guard let completion = sampled[0]?.first else {
            preconditionFailure("sampling that nothing stops is complete")
        }
        let answer = domain.assess(completion.tokens, answering: instance)
        let successors = domain.successors(of: answer, id: nil, answering: instance)
        let isTurnOver = depth >= request.count
        isFinished = isTurnOver && !(request.isEpisode && successors.count > 1)
        let revision = PlayedRevision(
            taskText: domain.text(of: instance.task),
            turn: request.isEpisode ? instance.turn : nil, depth: depth, mode: mode,
            prompt: domain.promptText(for: instance, mode: mode),
            text: domain.text(of: completion.tokens, answering: instance),
            feedback: domain.feedbackText(on: answer, answering: instance),
            quality: answer.quality, isValid: answer.isValid, isSolved: answer.isSolved,
            privateScore: domain.privateScore(of: answer, answering: instance),
            tokens: zip(completion.tokens, completion.logProbabilities).map { token, probability in
                ScoredToken(
                    text: domain.text(ofToken: token), sampled: Double(probability),
                    now: Double(probability))
            }, step: step, isLast: isFinished)
        depth += 1
        if isTurnOver, !isFinished {
            // The last valid answer is the turn's final one; without any the turn did nothing.
            let final = answer.isValid ? answer : instance.latest ?? answer
            self.instance =
                domain.successors(of: final, id: nil, answering: instance).dropFirst().first
            depth = 0
        } else if answer.isValid, let next = successors.first {
            self.instance = next
        }
        return revision
    }

    private func rescored(
        _ answer: PolicyJob.RecordedAnswer, temperature: Double, _ policy: Policy, step: Int,
        domain: any Domain, pool: WorkerPool
    ) -> PolicyAnswer {
        let vocabulary = domain.vocabulary.count
        // The tokens came from a file.
        guard !answer.tokens.isEmpty, answer.tokens.count <= domain.longestAnswer,
            answer.tokens.count == answer.logProbabilities.count,
            answer.tokens.allSatisfy({ (0..<vocabulary).contains(Int($0)) })
        else { return .failed("revision \(answer.revision): its tokens are not this domain's") }
        let scores = policy.logProbabilities(
            [
                ScoringRequest(
                    prompt: domain.prompt(for: answer.instance, mode: answer.mode),
                    completions: [answer.tokens])
            ], temperature: Float(temperature), pool: pool)[0][0]
        return .rescored(
            RescoredRevision(
                revision: answer.revision, step: step,
                tokens: answer.tokens.indices.map { index in
                    ScoredToken(
                        text: domain.text(ofToken: answer.tokens[index]),
                        sampled: Double(answer.logProbabilities[index]),
                        now: Double(scores[index]))
                }))
    }
}

extension Domain {
    /// A token's own text; a visible mark for one outside the vocabulary.
    func text(ofToken token: Int32) -> String {
        vocabulary.indices.contains(Int(token)) ? vocabulary[Int(token)] : "<\(token)>"
    }
}
