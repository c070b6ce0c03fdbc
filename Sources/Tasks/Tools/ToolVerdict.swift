/// What a run of calls is worth: goals met, and what changed unasked.
///
///     quality = met / (goals + unasked changes)
///
/// A state check and a read-result check, graded so that it can be trained on; only an exact turn
/// has quality 1.
///
/// - Source: the checks are those of BFCL v3's multi-turn tasks, which are all or nothing.
struct ToolVerdict: Hashable, Sendable {
    let met: Int
    let goals: Int
    let unasked: Int

    var quality: Double { goals > 0 ? Double(met) / Double(goals + unasked) : 0 }

    var isSolved: Bool { goals > 0 && met == goals && unasked == 0 }
}
