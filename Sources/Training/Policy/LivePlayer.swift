import Modeling
import Runs
import Tasks

/// Answers questions with the policy that is being trained, one answer a safe point.
struct LivePlayer {
    /// The policy; nil before there is one, and then questions wait.
    var policy: Policy?
    private var current: (player: PolicyPlayer, answer: @Sendable (PolicyAnswer) -> Void)?

    /// Gives the next answer to what is asked.
    ///
    /// - Parameters:
    ///   - questions: where the next question is taken from.
    ///   - step: the training step of the policy's weights.
    ///   - domain: the run's.
    ///   - pool: threads to do it on.
    /// - Returns: whether there was an answer to give.
    mutating func giveNext(
        from questions: QuestionDesk, step: Int, domain: any Domain, pool: WorkerPool
    ) -> Bool {
        guard let policy else { return false }
        if current == nil, let next = questions.begin() {
            current = (PolicyPlayer(next.job), next.answer)
        }
        guard let (waiting, answer) = current else { return false }
        var player = waiting
        let id = player.job.id
        if !questions.isCancelled(id) {
            answer(player.advance(policy, step: step, domain: domain, pool: pool))
        }
        if player.isFinished || questions.isCancelled(id) {
            current = nil
            questions.finish()
        } else {
            current = (player, answer)
        }
        return true
    }

    /// Tells who still waits that no more answers come.
    func giveUp() { current?.answer(.failed("the run has ended")) }
}
