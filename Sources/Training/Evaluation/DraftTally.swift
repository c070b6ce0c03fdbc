import Runs

/// What the first 1, 2, 3 … of a task's independent drafts come to.
struct DraftTally {
    private struct Candidate {
        let first: Int
        let isSolved: Bool
        var count: Int
    }

    /// Whether any of the first n is right, for each n from 1.
    private(set) var passed: [Bool] = []
    /// Whether the most frequent valid one of the first n is right, for each n from 1.
    private(set) var majority: [Bool] = []
    /// The best quality among the first n, for each n from 1.
    private(set) var best: [Double] = []
    private var candidates: [[Int32]: Candidate] = [:]
    private var leader: Candidate?

    /// Counts the next draft in.
    ///
    /// Of equally frequent answers the one that was drawn first wins the vote; invalid answers have
    /// no vote.
    ///
    /// - Parameter draft: as the domain assessed it.
    mutating func take(_ draft: Answer) {
        if draft.isValid {
            var candidate =
                candidates[draft.tokens]
                ?? Candidate(first: passed.count, isSolved: draft.isSolved, count: 0)
            candidate.count += 1
            candidates[draft.tokens] = candidate
            // Only this one's count has changed, so only it can overtake.
            let standing = leader.map { ($0.count, -$0.first) } ?? (0, 0)
            if (candidate.count, -candidate.first) >= standing { leader = candidate }
        }
        passed.append(passed.last == true || draft.isSolved)
        majority.append(leader?.isSolved ?? false)
        best.append(max(best.last ?? 0, draft.quality))
    }
}
