import Runs

/// A way to another chain that the store is asked for.
struct ChainJump: Hashable, Sendable {
    /// Where it leads.
    enum Goal: String, Hashable, Sendable, CaseIterable {
        case bestOfTask, worstOfTask, best, worst, gained, lost
        case nextRightToWrong, previousRightToWrong, nextWrongToRight, previousWrongToRight

        /// Why the chain it leads to is shown.
        var reason: String {
            switch self {
            case .bestOfTask: "best of its task"
            case .worstOfTask: "worst of its task"
            case .best: "best of the run"
            case .worst: "worst of the run"
            case .gained: "largest gain of the run"
            case .lost: "largest loss of the run"
            case .nextRightToWrong: "next right to wrong"
            case .previousRightToWrong: "previous right to wrong"
            case .nextWrongToRight: "next wrong to right"
            case .previousWrongToRight: "previous wrong to right"
            }
        }

        fileprivate var order: ChainFilter.Order {
            switch self {
            case .bestOfTask, .best: .best
            case .worstOfTask, .worst: .worst
            case .gained: .gained
            case .lost: .lost
            case .nextRightToWrong, .nextWrongToRight: .oldest
            case .previousRightToWrong, .previousWrongToRight: .newest
            }
        }

        fileprivate var change: ChainFilter.Change? {
            switch self {
            case .nextRightToWrong, .previousRightToWrong: .rightToWrong
            case .nextWrongToRight, .previousWrongToRight: .wrongToRight
            default: nil
            }
        }
    }

    let goal: Goal
    /// The chain it starts from.
    let from: RevisionID
    /// That chain's task.
    let task: TaskID
    /// The step looked at: no later chain is an answer.
    let last: Int
    /// Tells it from every other jump.
    let number: Int

    /// More than a step has completions, so that those before the start leave room for one after.
    private static let most = 1024

    /// What the store is asked.
    var query: HistoryQuery {
        let end = max(1, last)
        let start = max(1, min(from.step, end))
        let steps: ClosedRange<Int> =
            switch goal.order {
            case .oldest: start...end
            case .newest: 1...start
            default: 1...end
            }
        let isOfTask = goal == .bestOfTask || goal == .worstOfTask
        return .chains(
            ChainFilter(
                steps: steps, task: isOfTask ? task : nil, change: goal.change, order: goal.order),
            limit: goal.change == nil ? 1 : Self.most)
    }

    /// The chain it leads to; nil if there is none.
    func target(in found: [EpisodeSummary]) -> RevisionID? {
        switch goal.order {
        case .oldest: found.first { $0.id > from }?.id
        case .newest: found.first { $0.id < from }?.id
        default: found.first?.id
        }
    }
}

extension QueryBoard.Slot {
    static let jump = Self("jump", refreshSeconds: 0)
}

extension DashboardState {
    /// Asks the store where a jump leads.
    mutating func jump(to goal: ChainJump.Goal) {
        guard let view = chainView else { return }
        chain.jumps += 1
        chain.jump = ChainJump(
            goal: goal, from: view.episode, task: view.task, last: shownStep, number: chain.jumps)
    }

    /// Jumps, now that the store has answered.
    mutating func settleJump() {
        guard let jump = chain.jump, let held = board.held[.jump],
            held.version == Double(jump.number)
        else { return }
        chain.jump = nil
        switch held.answer {
        case .chains(let found):
            guard let target = jump.target(in: found) else {
                say("no \(jump.goal.reason) up to step \(jump.last)")
                return
            }
            guard target != jump.from else {
                say("this is the \(jump.goal.reason)")
                return
            }
            chain.jump(to: target, because: jump.goal.reason)
        case .failed(let reason): say(reason, .warning)
        default: break
        }
    }
}
