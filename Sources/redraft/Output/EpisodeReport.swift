import Runs

/// A revision chain as `redraft show --episode` prints it.
struct EpisodeReport: Encodable, TextReport {
    let view: ChainView

    private enum CodingKeys: String, CodingKey {
        case episode, task, step, strategy, revisions, children, truncated
        case taskID = "task_id"
        case teacherDraft = "teacher_draft"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("\(view.episode)", forKey: .episode)
        try container.encode(view.taskText, forKey: .task)
        try container.encode("\(view.task)", forKey: .taskID)
        try container.encode(view.step, forKey: .step)
        try container.encode(view.strategy, forKey: .strategy)
        try container.encode(view.revisions.map { RevisionReport(view: $0) }, forKey: .revisions)
        try container.encode(view.children.map { "\($0)" }, forKey: .children)
        try container.encode(view.isTruncated, forKey: .truncated)
        try container.encodeIfPresent(
            view.teacherDraft.map { TeacherDraftReport(view: $0) }, forKey: .teacherDraft)
    }

    var lines: [String] {
        var lines = [
            "episode \(view.episode)  step \(view.step)  \(view.strategy)",
            "task    \(view.taskText)",
        ]
        if view.isTruncated { lines.append("(the chain's beginning is no longer in the store)") }
        if let draft = view.teacherDraft {
            lines.append(
                "draft   the teacher's: \(draft.text)" + (draft.isSolved ? "  (solved)" : "")
                    + "  quality \(ReportText.fixed(draft.quality))")
        }
        for revision in view.revisions { lines += [""] + RevisionReport(view: revision).lines }
        if !view.children.isEmpty {
            lines += ["", "made from it: " + view.children.map { "\($0)" }.joined(separator: " ")]
        }
        return lines
    }
}

/// A teacher's draft that a chain started from.
struct TeacherDraftReport: Encodable {
    let view: ChainView.TeacherDraft

    private enum CodingKeys: String, CodingKey { case text, quality, solved }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(view.text, forKey: .text)
        try container.encode(view.quality, forKey: .quality)
        try container.encode(view.isSolved, forKey: .solved)
    }
}

/// One revision of a chain.
struct RevisionReport: Encodable, TextReport {
    let view: ChainView.Revision

    private enum CodingKeys: String, CodingKey {
        case id, depth, turn, mode, parent, prompt, text, feedback, quality, reward, advantage
        case valid, solved, learnability, siblings
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("\(view.id)", forKey: .id)
        try container.encode(view.depth, forKey: .depth)
        try container.encode(view.turn, forKey: .turn)
        try container.encode(view.mode, forKey: .mode)
        try container.encode(view.parent.map { "\($0)" }, forKey: .parent)
        try container.encode(view.prompt, forKey: .prompt)
        try container.encode(view.text, forKey: .text)
        try container.encode(view.feedback, forKey: .feedback)
        try container.encode(view.quality, forKey: .quality)
        try container.encode(view.reward, forKey: .reward)
        try container.encode(view.advantage, forKey: .advantage)
        try container.encode(view.isValid, forKey: .valid)
        try container.encode(view.isSolved, forKey: .solved)
        try container.encode(view.learnability, forKey: .learnability)
        try container.encode(view.siblings.map { SiblingReport(view: $0) }, forKey: .siblings)
    }

    var lines: [String] {
        var lines = [
            "depth \(view.depth)  \(view.mode.rawValue)  revision \(view.id)",
            "  prompt    \(view.prompt)",
            "  answer    \(view.text)" + (view.isSolved ? "  (solved)" : "")
                + (view.isValid ? "" : "  (invalid)"),
        ]
        if let feedback = view.feedback { lines.append("  feedback  \(feedback)") }
        lines.append(
            "  quality \(ReportText.fixed(view.quality))  reward \(ReportText.fixed(view.reward))"
                + "  advantage \(ReportText.fixed(view.advantage))"
                + "  learnability \(ReportText.fixed(view.learnability))")
        for sibling in view.siblings {
            lines.append(
                (sibling.id == view.id ? "  * " : "    ")
                    + "\(ReportText.fixed(sibling.quality))  "
                    + "\(ReportText.padded(ReportText.fixed(sibling.advantage), 6))  "
                    + sibling.text)
        }
        return lines
    }
}

/// One completion of a revision's group.
struct SiblingReport: Encodable {
    let view: ChainView.Sibling

    private enum CodingKeys: String, CodingKey {
        case id, text, quality, reward, advantage, diversity, valid
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("\(view.id)", forKey: .id)
        try container.encode(view.text, forKey: .text)
        try container.encode(view.quality, forKey: .quality)
        try container.encode(view.reward, forKey: .reward)
        try container.encode(view.advantage, forKey: .advantage)
        try container.encode(view.diversity, forKey: .diversity)
        try container.encode(view.isValid, forKey: .valid)
    }
}
