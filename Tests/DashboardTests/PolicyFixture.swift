import Foundation
import Runs

@testable import Dashboard

extension FixtureRun {
    /// What the made-up run's policy answers.
    func answers(_ question: PolicyQuestion) -> [PolicyAnswer] {
        switch question {
        case .rescore(let request): [.rescored(rescored(request))]
        case .play(let request): played(request)
        }
    }

    private func step(of source: PolicySource) -> Int {
        if case .checkpoint(let step) = source { return step }
        return newest
    }

    private func rescored(_ request: RescoreRequest) -> RescoredRevision {
        let revision = chain(request.revision).revisions.last
        let words = (revision?.text ?? "").split(separator: " ")
        let changes = [0.02, -0.4, 1.7, 0, 0.3, -2.2, 0.05, -0.08]
        var tokens = words.enumerated().map { place, word in
            let sampled = -0.2 - 0.3 * Double(place % 4)
            let change = changes[(place + step(of: request.source)) % changes.count]
            return ScoredToken(
                text: (place > 0 ? " " : "") + word, sampled: sampled - max(0, change),
                now: sampled + min(0, change))
        }
        tokens.append(ScoredToken(text: "", sampled: -0.01, now: -0.01))
        return RescoredRevision(
            revision: request.revision, step: step(of: request.source), tokens: tokens)
    }

    /// A chain that copies once, fails to parse once, and solves the task at its end.
    private func played(_ request: PlayRequest) -> [PolicyAnswer] {
        if case .typed(let text) = request.task, !text.contains(":") {
            return [
                .failed("'\(text)' is no task: expected a target, a colon, and 8 numbers")
            ]
        }
        return (0...request.count).map { depth in
            let isLast = depth == request.count
            let isValid = depth != 3
            let source = chain(
                RevisionID(step: newest, group: depth == 2 ? 1 : depth, completion: 0))
            return .played(
                PlayedRevision(
                    taskText: "17: 3 7 9 2 5 1 4 8", depth: depth,
                    mode: depth == 0 ? .base : request.mode,
                    prompt: "17: 3 7 9 2 5 1 4 8 | " + request.mode.rawValue,
                    text: isValid ? source.revisions[0].text : "+ + 3",
                    feedback: isLast ? "17, solved" : isValid ? "\(12 + depth), too low" : nil,
                    quality: isValid ? min(1, 0.4 + 0.1 * Double(depth)) : 0, isValid: isValid,
                    isSolved: isLast, tokens: [], step: step(of: request.source), isLast: isLast))
        }
    }
}

extension Driver {
    /// Questions to the policy that were neither answered nor cancelled.
    var openQuestions: [(ticket: Int, question: PolicyQuestion)] {
        effects.compactMap { effect in
            if case .ask(let ticket, let question) = effect,
                state.board.questions.contains(ticket)
            {
                return (ticket, question)
            }
            return nil
        }
    }

    /// Lets the policy answer what was asked; a play goes on where it was, by at most `count`.
    mutating func answerPolicy(_ count: Int = .max) {
        for (ticket, question) in openQuestions {
            let done = state.play.plays.first { $0.ticket == ticket }?.answers.count ?? 0
            for answer in run.answers(question).dropFirst(done).prefix(count) {
                send(.policyAnswer(ticket: ticket, answer))
            }
        }
    }
}
