import Runs

/// A chain at inference time, as `redraft improve` prints it.
struct ImproveReport: Encodable {
    let run: RunID
    let request: PlayRequest
    /// The answers so far.
    var revisions: [PlayedRevision] = []

    private enum CodingKeys: String, CodingKey {
        case run, task, step, k, temperature, mode, seed, revisions, best
    }

    private struct Entry: Encodable {
        let revision: PlayedRevision

        private enum CodingKeys: String, CodingKey {
            case turn, depth, mode, prompt, text, feedback, quality, valid, solved
            case privateScore = "private"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(revision.turn ?? 0, forKey: .turn)
            try container.encode(revision.depth, forKey: .depth)
            try container.encode(revision.mode, forKey: .mode)
            try container.encode(revision.prompt, forKey: .prompt)
            try container.encode(revision.text, forKey: .text)
            try container.encode(revision.feedback, forKey: .feedback)
            try container.encode(revision.quality, forKey: .quality)
            try container.encode(revision.isValid, forKey: .valid)
            try container.encode(revision.isSolved, forKey: .solved)
            try container.encodeIfPresent(revision.privateScore, forKey: .privateScore)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(run.name, forKey: .run)
        try container.encode(revisions.first?.taskText, forKey: .task)
        try container.encode(revisions.first?.step, forKey: .step)
        try container.encode(request.count, forKey: .k)
        try container.encode(request.temperature, forKey: .temperature)
        try container.encode(request.mode, forKey: .mode)
        try container.encode(request.seed, forKey: .seed)
        try container.encode(revisions.map { Entry(revision: $0) }, forKey: .revisions)
        try container.encodeIfPresent(best.map { Entry(revision: $0) }, forKey: .best)
    }

    /// The valid answer of the highest quality, the first among equals; nil where nothing is kept
    /// private that could say what the choice is worth.
    private var best: PlayedRevision? {
        var best: PlayedRevision?
        for revision in revisions where revision.isValid && revision.privateScore != nil {
            if revision.quality > best?.quality ?? -1 { best = revision }
        }
        return best
    }

    /// What the chain came to: the best answer, and what it is worth where nothing was chosen by.
    var closing: [String] {
        guard let best, let score = best.privateScore else { return [] }
        return [
            "", "best depth \(best.depth)  quality \(ReportText.fixed(best.quality))",
            "  answer    \(best.text)",
            "  private   \(ReportText.fixed(score.score))"
                + (score.medal.map { ", \($0.rawValue)" } ?? "")
                + (score.isAboveMedian ? ", above the median" : ""),
        ]
    }

    /// One answer as lines.
    static func lines(of revision: PlayedRevision) -> [String] {
        var lines = [
            "depth \(revision.depth)  \(revision.mode.rawValue)"
                + "  quality \(ReportText.fixed(revision.quality))",
            "  prompt    \(revision.prompt)",
            "  answer    \(revision.text)" + (revision.isSolved ? "  (solved)" : "")
                + (revision.isValid ? "" : "  (invalid: the answer before it stands)"),
        ]
        if let feedback = revision.feedback { lines.append("  feedback  \(feedback)") }
        return lines
    }
}
