import RunStore
import Runs

/// The run in one row.
enum OverviewRow {
    static let columns = [
        "run", "strategy", "domain", "level", "seed", "state", "step", "steps", "buffer_size",
        "buffer_capacity", "alarms",
    ]

    static func values(_ reader: StoreReader, at step: Int?) throws(Failure) -> [ExportValue] {
        let configuration = reader.description.configuration
        let standing = try RunStanding(reader)
        let snapshot = try Failure.translating { try reader.snapshot(at: step) }
        return [
            .text(reader.description.run.name), .text(configuration.strategy.rawValue),
            .text(configuration.domain), .integer(configuration.level),
            // A seed may be larger than a signed number.
            .text(String(configuration.seed)), .text(standing.word), .integer(snapshot.step),
            .integer(snapshot.steps), .integer(snapshot.bufferSize),
            .integer(snapshot.bufferCapacity),
            .text(snapshot.alarms.map(\.kind.rawValue).joined(separator: " ")),
        ] + Metric.allCases.map { .optional(snapshot.metrics[$0]) }
    }
}

/// One entry of the buffer.
enum BufferRow {
    static let columns = [
        "step", "id", "task", "task_id", "turn", "depth", "score", "created", "sampled",
        "probability", "quality", "latest", "revision",
    ]

    static func values(_ row: BufferView.Row, step: Int) -> [ExportValue] {
        [
            .integer(step), .integer(row.id), .text(row.taskText), .text("\(row.task)"),
            .integer(row.turn), .integer(row.depth), .number(row.score), .integer(row.created),
            .integer(row.sampled), .number(row.probability), .optional(row.quality),
            .optional(row.latestText), .optional(row.latest),
        ]
    }
}

/// One node of the curriculum's tree.
enum TreeRow {
    static let columns = [
        "step", "id", "parent", "task", "task_id", "turn", "depth", "mode", "quality", "text",
        "revision", "score", "created", "sampled", "standing", "probability", "evicted_at",
        "evicted_by",
    ]

    static func values(
        _ node: CurriculumTree.Node, of branch: CurriculumTree.Branch, step: Int
    ) -> [ExportValue] {
        let standing: [ExportValue] =
            switch node.standing {
            case .held(let probability): [.text("held"), .number(probability), .none, .none]
            case .evicted(let step, let by):
                [.text("evicted"), .none, .integer(step), .integer(by)]
            }
        return [
            .integer(step), .integer(node.id), node.parent.map { .integer($0) } ?? .none,
            .text(branch.text), .text("\(node.task)"), .integer(node.turn), .integer(node.depth),
            .optional(node.mode?.rawValue), .optional(node.quality), .optional(node.text),
            .optional(node.revision), .number(node.score), .integer(node.created),
            .integer(node.sampled),
        ] + standing
    }
}

/// The revisions of one depth, in training or in an evaluation.
enum DepthRow {
    /// The steps of training that are counted together, as on the screen.
    static let window = 50
    static let columns = [
        "source", "step", "window", "depth", "count", "quality", "solved", "gain",
    ]

    static func values(_ view: DepthView) -> [[ExportValue]] {
        let training = view.scores.map { score -> [ExportValue] in
            [
                .text("training"), .integer(view.step), .integer(view.window),
                .integer(score.depth), .integer(score.count), .number(score.quality),
                .number(score.solved), .optional(score.gain),
            ]
        }
        let evaluations = view.evaluations.flatMap { record in
            // A file may hold lists of different lengths.
            zip(record.k, zip(record.quality, record.solve)).map { k, scores -> [ExportValue] in
                [
                    .text("evaluation"), .integer(record.step), .none, .integer(k),
                    .integer(record.count), .number(scores.0), .number(scores.1), .none,
                ]
            }
        }
        return training + evaluations
    }
}

/// One cell of depth by time.
enum HeatmapRow {
    /// Columns that time is cut into, at most.
    static let most = 128
    static let columns = [
        "first_step", "last_step", "depth", "count", "quality", "solved", "gain",
    ]

    static func values(_ grid: DepthGrid) -> [[ExportValue]] {
        grid.depths.enumerated().flatMap { depth, cells in
            // Cells that no revision fell in are left out.
            zip(grid.columns, cells).filter { $1.count > 0 }.map { steps, cell -> [ExportValue] in
                [
                    .integer(steps.lowerBound), .integer(steps.upperBound), .integer(depth),
                    .integer(cell.count), .number(cell.quality), .number(cell.solved),
                    .optional(cell.gain),
                ]
            }
        }
    }
}

/// One revision with its prompt: what supervised training needs.
enum RevisionRow {
    static let columns = [
        "id", "step", "task", "task_id", "turn", "depth", "mode", "parent", "prompt", "text",
        "feedback", "quality", "reward", "advantage", "diversity", "learnability", "valid",
        "solved",
    ]

    static func values(_ revision: ChainView.Revision, of view: ChainView) -> [ExportValue] {
        let own = revision.siblings.first { $0.id == revision.id }
        return [
            .text("\(revision.id)"), .integer(revision.id.step), .text(view.taskText),
            .text("\(view.task)"), .integer(revision.turn), .integer(revision.depth),
            .text(revision.mode.rawValue), .optional(revision.parent), .text(revision.prompt),
            .text(revision.text), .optional(revision.feedback), .number(revision.quality),
            .number(revision.reward), .number(revision.advantage), .optional(own?.diversity),
            .number(revision.learnability), .flag(revision.isValid), .flag(revision.isSolved),
        ]
    }

    static func values(of group: Group, texts: any RunFormatting) -> [[ExportValue]] {
        let instance = group.instance
        let task = texts.text(of: instance.task)
        let prompt = texts.promptText(for: instance, mode: group.mode)
        return group.completions.enumerated().map { place, completion in
            let answer = completion.answer
            return [
                .text("\(group.revisionID(place))"), .integer(group.step), .text(task),
                .text("\(instance.task.id)"), .integer(instance.turn), .integer(instance.depth),
                .text(group.mode.rawValue), .optional(instance.parent), .text(prompt),
                .text(texts.text(of: answer.tokens, answering: instance)),
                .optional(texts.feedbackText(on: answer, answering: instance)),
                .number(answer.quality), .number(completion.reward),
                .number(completion.advantage), .number(completion.diversity),
                .number(group.learnability), .flag(answer.isValid), .flag(answer.isSolved),
            ]
        }
    }
}

/// An evaluation at one number of improve steps.
enum FigureRow {
    static let columns = [
        "step", "split", "count", "temperature", "k", "solve", "quality", "wrong_to_right",
        "right_to_wrong", "best_so_far", "best_quality", "pass_at", "majority_at", "best_of_at",
    ]

    static func values(_ record: EvaluationRecord) -> [[ExportValue]] {
        // Older records lack some lists, and a file may hold lists of any length.
        func value(_ list: [Double]?, _ place: Int) -> ExportValue {
            guard let list, list.indices.contains(place) else { return .none }
            return .number(list[place])
        }
        return record.k.enumerated().map { place, k in
            [
                .integer(record.step), .text(record.split), .integer(record.count),
                .number(record.temperature), .integer(k),
            ]
                + [
                    record.solve, record.quality, record.wrongToRightAt, record.rightToWrongAt,
                    record.bestSoFarAt, record.bestQualityAt, record.passAtEach,
                    record.majorityAt, record.bestOfAt,
                ].map { value($0, place) }
        }
    }
}

/// One of a task's different answers, as a point of a plane.
enum AnswerRow {
    static let columns = [
        "task", "task_id", "x", "y", "count", "first_step", "last_step", "solved",
    ]

    static func values(_ point: AnswerMap.Point, of map: AnswerMap) -> [ExportValue] {
        [
            .text(map.text), .text(map.task.map { "\($0)" } ?? ""), .number(point.x),
            .number(point.y), .integer(point.count), .integer(point.first),
            .integer(point.last), .flag(point.isSolved),
        ]
    }
}

/// One answer of a search.
enum SearchRow {
    static let columns = [
        "step", "task", "task_id", "node", "parent", "operator", "quality", "valid", "solved",
        "on_best_path", "best", "answer", "feedback", "private", "medal", "above_median",
    ]

    static func values(_ search: SearchView.Tree) -> [[ExportValue]] {
        let tree = search.tree
        let path = Set(tree.bestPath)
        return tree.nodes.enumerated().map { place, node in
            // Only the answer that is kept has a private score.
            let score = tree.best == place ? tree.privateScore : nil
            let text = search.texts.indices.contains(place) ? search.texts[place] : nil
            return [
                .integer(tree.step), .text(search.taskText), .text("\(tree.task.id)"),
                .integer(place), node.parent.map { .integer($0) } ?? .none,
                .text(node.origin.rawValue), .number(node.answer.quality),
                .flag(node.answer.isValid), .flag(node.answer.isSolved),
                .flag(path.contains(place)), .flag(tree.best == place), .optional(text),
                .optional(node.feedback), .optional(score?.score),
                .optional(score?.medal?.rawValue), score.map { .flag($0.isAboveMedian) } ?? .none,
            ]
        }
    }
}

/// Something that happened to the run.
enum MarkRow {
    static let columns = ["step", "time", "kind", "name", "old", "new", "message"]

    static func values(_ mark: RunMark) -> [ExportValue] {
        let what: [ExportValue] =
            switch mark.kind {
            case .edit(let edit):
                [.text("edit"), .text(edit.key), .text(edit.old), .text(edit.new), .none]
            case .alarm(let alarm):
                [
                    .text(alarm.isRaised ? "alarm" : "alarm_over"), .text(alarm.kind.rawValue),
                    .none, .optional(alarm.value), .text(alarm.message),
                ]
            case .command(let command):
                [.text("command"), .text(command.word), .none, .none, .none]
            case .resumed: [.text("resumed"), .none, .none, .none, .none]
            }
        return [.integer(mark.step), .optional(mark.time)] + what
    }
}
