/// A value that a key does not accept, or a key that does not exist.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key as it was given.
    public let key: String
    /// The value as it was given; nil if the key itself is wrong.
    public let value: String?
    /// What would be accepted.
    public let accepted: String

    /// A longer value, in Unicode scalars, is told by how it begins.
    private static let longestShown = 400

    /// Makes the value of its parts.
    public init(key: String, value: String? = nil, accepted: String) {
        self.key = key
        self.value = value
        self.accepted = accepted
    }

    /// One line.
    public var description: String {
        guard let value else { return "unknown key '\(key)'; \(accepted)" }
        let scalars = value.unicodeScalars
        let shown =
            scalars.count <= Self.longestShown
            ? value : String(String.UnicodeScalarView(scalars.prefix(Self.longestShown / 4))) + "…"
        return "\(key): '\(shown)' is not accepted; expected \(accepted)"
    }
}

/// One key of the configuration: its name, its documentation, and how it is read and written.
public struct ConfigurationKey: Sendable {
    /// The name: dotted, snake case.
    public let name: String
    /// One line that says what it means.
    public let summary: String
    /// What values it accepts, in words.
    public let accepted: String
    /// The value in a configuration, as text.
    public let read: @Sendable (RunConfiguration) -> String
    private let assign: @Sendable (inout RunConfiguration, String) -> Bool
    private var shorten: (@Sendable (RunConfiguration) -> String)?

    /// The value as screens and tables show it: as `read` has it, but for values that no line holds.
    ///
    /// - Parameter configuration: where to read it.
    /// - Returns: one short text, another one for each value.
    public func shown(_ configuration: RunConfiguration) -> String {
        shorten?(configuration) ?? read(configuration)
    }

    /// Whether it can be changed while the run lives, at a step boundary.
    ///
    /// `learning_rate` scales the whole schedule: it is the rate at the first step, and what is left
    /// of it at a later one is what `learning_rate_final` says. So does `curriculum.probability`,
    /// with `curriculum.probability_final`.
    public var isLive: Bool { Self.live.contains(name) }

    private static let live: Set<String> = [
        "learning_rate", "beta", "temperature", "curriculum.probability",
        "curriculum.diverge_probability", "curriculum.sharpness", "curriculum.staleness",
        "save_steps",
    ]

    /// Sets the key from text.
    ///
    /// - Parameters:
    ///   - text: the value.
    ///   - configuration: where to set it.
    /// - Throws: `ConfigurationError` if the text is no accepted value; nothing is changed.
    public func write(_ text: String, to configuration: inout RunConfiguration)
        throws(ConfigurationError)
    {
        guard assign(&configuration, text) else {
            throw ConfigurationError(key: name, value: text, accepted: accepted)
        }
    }

    /// The key of a name.
    ///
    /// - Parameter name: as a person wrote it.
    /// - Returns: its row of the table.
    /// - Throws: `ConfigurationError` naming the nearest key.
    public static func named(_ name: String) throws(ConfigurationError) -> ConfigurationKey {
        if let key = all.first(where: { $0.name == name }) { return key }
        let nearest = all.map(\.name).min { distance($0, name) < distance($1, name) } ?? ""
        throw ConfigurationError(
            key: name, value: nil, accepted: "did you mean '\(nearest)'?")
    }

    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8)
        let right = Array(right.utf8.prefix(200))
        var row = Array(0...right.count)
        for i in left.indices {
            var corner = row[0]
            row[0] = i + 1
            for j in right.indices {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, corner + (left[i] == right[j] ? 0 : 1))
                corner = above
            }
        }
        return row[right.count]
    }

    /// The most tasks of a person's own.
    public static let mostTasks = 10_000

    /// The most bytes of a declaration of a person's own tools.
    public static let mostDeclaration = 1 << 15

    /// A key whose value lies at a path of the configuration.
    private static func key<Value>(
        _ name: String, _ path: any WritableKeyPath<RunConfiguration, Value> & Sendable,
        _ summary: String, accepted: String, text: @escaping @Sendable (Value) -> String,
        parse: @escaping @Sendable (String) -> Value?
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name, summary: summary, accepted: accepted,
            read: { text($0[keyPath: path]) },
            assign: { configuration, text in
                guard let value = parse(text) else { return false }
                configuration[keyPath: path] = value
                return true
            })
    }

    private static func integer(
        _ name: String, _ path: any WritableKeyPath<RunConfiguration, Int> & Sendable,
        _ range: ClosedRange<Int>, _ summary: String
    ) -> ConfigurationKey {
        key(
            name, path, summary,
            accepted: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            text: { String($0) }, parse: { Int($0).flatMap { range.contains($0) ? $0 : nil } })
    }

    private static func number(
        _ name: String, _ path: any WritableKeyPath<RunConfiguration, Double> & Sendable,
        _ range: ClosedRange<Double>, _ summary: String
    ) -> ConfigurationKey {
        key(
            name, path, summary,
            accepted: "a number from \(range.lowerBound) to \(range.upperBound)",
            text: { String($0) }, parse: { Double($0).flatMap { range.contains($0) ? $0 : nil } })
    }

    private static func flag(
        _ name: String, _ path: any WritableKeyPath<RunConfiguration, Bool> & Sendable,
        _ summary: String
    ) -> ConfigurationKey {
        key(
            name, path, summary, accepted: "true or false", text: { String($0) },
            parse: { Bool($0) })
    }

    private static func choice<Choice>(
        _ name: String, _ path: any WritableKeyPath<RunConfiguration, Choice> & Sendable,
        _ summary: String
    ) -> ConfigurationKey
    where Choice: RawRepresentable<String> & CaseIterable & Sendable {
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return key(
            name, path, summary, accepted: "one of \(names)", text: { $0.rawValue },
            parse: { Choice(rawValue: $0) })
    }

    /// Every key, in the order files and forms show them; `level` stands before the keys it sets.
    public static let all: [ConfigurationKey] = [
        choice("preset", \.preset, "where the values started"),
        ConfigurationKey(
            name: "seed", summary: "seed of every random draw",
            accepted: "a whole number from 0 to 18446744073709551615",
            read: { String($0.seed) },
            assign: { configuration, text in
                guard let value = UInt64(text) else { return false }
                configuration.seed = value
                return true
            }),
        ConfigurationKey(
            name: "domain",
            summary: "the task domain; a change sets level, model.*, warm_start.* and others",
            accepted: "one of \(RunConfiguration.domains.joined(separator: ", "))",
            read: { $0.domain },
            assign: { configuration, text in
                guard RunConfiguration.domains.contains(text) else { return false }
                configuration.apply(domain: text)
                return true
            }),
        ConfigurationKey(
            name: "level",
            summary: "named difficulty; sets the domain's own keys and warm_start.steps",
            accepted: "a whole number from 1 to 3",
            read: { String($0.level) },
            assign: { configuration, text in
                guard let value = Int(text), (1...3).contains(value) else { return false }
                configuration.apply(level: value)
                return true
            }),
        choice("strategy", \.strategy, "which parts of ExIt are used"),
        integer("steps", \.steps, 1...10_000_000, "training steps"),
        integer(
            "train_tasks", \.trainTasks, 0...100_000,
            "training tasks, other ones for each seed; 0 draws from all"),
        key(
            "tasks", \.tasks, "your own tasks to train on; none draws the domain's",
            accepted: "none, or tasks as 'show' prints them, with & between, \(mostTasks) at most",
            text: { $0.isEmpty ? "none" : $0.joined(separator: " & ") },
            parse: { text in
                guard text != "none" else { return [] }
                let tasks = text.split(separator: "&", omittingEmptySubsequences: false).map {
                    $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                }
                // What a task looks like is the domain's to say, but all have a colon or a bar, or words
                // of which some hold a number.
                return tasks.count <= mostTasks
                    && tasks.allSatisfy { task in
                        task.contains { $0 == ":" || $0 == "|" }
                            || task.contains(" ") && task.contains(where: \.isNumber)
                    } ? tasks : nil
            }),
        integer("math.numbers", \.math.numbers, 2...16, "numbers in a task"),
        integer("math.largest", \.math.largest, 2...99, "largest number"),
        integer("math.target", \.math.target, 1...99, "largest target"),
        flag("math.multiply", \.math.multiply, "allow '*', multiply into the term before"),
        flag("math.feedback", \.math.feedback, "show the draft's value and error in prompts"),
        ConfigurationKey(
            name: "tools.world",
            summary: "what tools act on; a change sets the level's knobs in that world",
            accepted: "one of \(ToolWorldName.allCases.map(\.rawValue).joined(separator: ", "))",
            read: { $0.tools.world.rawValue },
            assign: { configuration, text in
                guard let world = ToolWorldName(rawValue: text) else { return false }
                configuration.apply(world: world)
                return true
            }),
        key(
            "tools.own", \.tools.own, "your own world of tools, as train --tools FILE reads it",
            accepted: "none, or JSON objects that declare it with & between, "
                + "\(mostDeclaration) bytes at most",
            text: { $0.isEmpty ? "none" : $0 },
            parse: { text in
                guard text != "none" else { return "" }
                // What a declaration looks like is the domain's to say, but all are of JSON objects.
                return text.hasPrefix("{") && text.utf8.count <= mostDeclaration ? text : nil
            }),
        integer("tools.files", \.tools.files, 2...8, "files of the world of files"),
        integer("tools.goals", \.tools.goals, 1...3, "most goals of a turn"),
        integer("tools.calls", \.tools.calls, 2...8, "most calls of an answer"),
        integer("tools.turns", \.tools.turns, 1...8, "turns of a task"),
        number(
            "tools.hidden", \.tools.hidden, 0...1,
            "share hidden of what may be, such as the places of files"),
        flag("tools.feedback", \.tools.feedback, "show the results of the draft's calls"),
        choice("tools.start", \.tools.start, "where fresh training prompts begin"),
        integer("mle.tables", \.mle.tables, 1...1000, "tables to train on"),
        integer(
            "mle.diagnostics", \.mle.diagnostics, 0...7,
            "programs whose accuracies feedback shows beside the draft's"),
        ConfigurationKey(
            name: "mle.data",
            summary:
                "your own table, in place of the held-out ones and of half of those to train on",
            accepted: "none, or a table as 'train --data' writes it",
            read: { $0.mle.data?.line ?? "none" },
            assign: { configuration, text in
                let table = text == "none" ? nil : OwnTable(line: text)
                guard text == "none" || table != nil else { return false }
                configuration.mle.data = table
                return true
            }, shorten: { $0.mle.data?.summary ?? "none" }),
        number("mle.hidden", \.mle.hidden, 0...1, "chance of a card's line to be hidden"),
        integer("model.layers", \.model.layers, 1...48, "decoder layers"),
        integer("model.hidden", \.model.hidden, 16...2048, "width of the residual stream"),
        integer("model.heads", \.model.heads, 1...64, "query heads"),
        integer("model.kv_heads", \.model.keyValueHeads, 1...64, "key and value heads"),
        integer("model.intermediate", \.model.intermediate, 16...8192, "width inside SwiGLU"),
        number("model.rope_theta", \.model.ropeTheta, 2...1e7, "base of the rotary positions"),
        flag("model.tied", \.model.tied, "head shares the embedding's weights"),
        choice("model.kv_dtype", \.model.cachePrecision, "precision of keys and values"),
        choice(
            "model.weight_dtype", \.model.weightPrecision,
            "precision of the matrices that are multiplied with"),
        integer("warm_start.seed", \.warmStart.seed, 0...1_000_000_000, "seed of the warm start"),
        integer("warm_start.steps", \.warmStart.steps, 0...1_000_000, "most warm-start steps"),
        integer("warm_start.batch", \.warmStart.batch, 1...4096, "rows a warm-start step"),
        number("warm_start.learning_rate", \.warmStart.learningRate, 0...1, "peak learning rate"),
        integer("warm_start.warmup", \.warmStart.warmup, 0...100_000, "steps of linear warm-up"),
        number("warm_start.good_share", \.warmStart.goodShare, 0...1, "share of good rows"),
        integer(
            "warm_start.probe_steps", \.warmStart.probeSteps, 1...1_000_000,
            "steps between probes on training tasks"),
        number(
            "warm_start.stop_pass_at", \.warmStart.stopPassAt, 0...1,
            "stop when any of 17 drafts solves this share of probe tasks"),
        number(
            "warm_start.stop_solve", \.warmStart.stopSolve, 0...1,
            "stop when one draft solves this share"),
        integer("prompts_per_step", \.promptsPerStep, 1...4096, "groups a step"),
        integer("num_generations", \.numGenerations, 2...256, "completions a group"),
        number("learning_rate", \.learningRate, 0...1, "learning rate at the first step"),
        number(
            "learning_rate_final", \.learningRateFinal, 0...1,
            "share of the learning rate left at the last step"),
        number("adam_beta1", \.adamBeta1, 0...0.999999, "AdamW's first decay"),
        number("adam_beta2", \.adamBeta2, 0...0.999999, "AdamW's second decay"),
        number("adam_epsilon", \.adamEpsilon, 1e-12...1, "AdamW's epsilon"),
        number("weight_decay", \.weightDecay, 0...1, "decoupled weight decay"),
        number("max_grad_norm", \.maxGradNorm, 1e-6...1e6, "gradient clipping, global norm"),
        integer("num_iterations", \.numIterations, 1...16, "optimiser steps on each batch"),
        number("epsilon", \.epsilon, 0...1, "clip range of the ratio"),
        number("beta", \.beta, 0...100, "weight of the KL to the reference policy"),
        number("temperature", \.temperature, 0.01...100, "sampling temperature of rollouts"),
        choice("loss_type", \.lossType, "how token losses are averaged"),
        flag("scale_rewards", \.scaleRewards, "divide advantages by the group's deviation"),
        number(
            "scale_rewards_floor", \.scaleRewardsFloor, 0...1,
            "least deviation they are divided by; 0 is no floor"),
        choice(
            "group_objective", \.groupObjective,
            "what of a group's rewards is raised: their mean, or the best of some"),
        integer(
            "group_objective_k", \.groupObjectiveSize, 0...256,
            "completions of which 'best' takes the best; 0 takes the group"),
        integer(
            "ref_model_sync_steps", \.refModelSyncSteps, 0...10_000_000,
            "steps between refreshes of the reference; 0 never"),
        number(
            "ref_model_mixup_alpha", \.refModelMixupAlpha, 0...1,
            "weight of the policy in a refresh"),
        choice("reward", \.reward, "reward of base and diverge steps"),
        choice("reward_improve", \.rewardImprove, "reward of improve steps"),
        integer("curriculum.capacity", \.curriculum.capacity, 1...100_000, "buffer entries"),
        integer(
            "curriculum.minimum", \.curriculum.minimum, 1...100_000,
            "entries below which nothing is drawn"),
        number(
            "curriculum.probability", \.curriculum.probability, 0...1,
            "share of prompts from the buffer at the first step"),
        number(
            "curriculum.probability_final", \.curriculum.probabilityFinal, 0...1,
            "part of that share left at the last step"),
        number(
            "curriculum.diverge_probability", \.curriculum.divergeProbability, 0...1,
            "chance that a step from a revision diverges"),
        number(
            "curriculum.fresh_drafts", \.curriculum.freshDrafts, 0...1,
            "chance that a step from a revision starts from a teacher's fresh draft instead"),
        number(
            "curriculum.sharpness", \.curriculum.sharpness, 0...1000,
            "softmax sharpness over scores"),
        number(
            "curriculum.staleness", \.curriculum.staleness, 0...1,
            "share of the buffer's draws that go by staleness"),
        flag(
            "curriculum.prefixes", \.curriculum.prefixes,
            "later turns of new histories enter the buffer"),
        choice("curriculum.history", \.curriculum.history, "which completions become histories"),
        integer("chain.depth", \.chain.depth, 1...64, "revisions in a chain of strategy chain"),
        choice("diversity.form", \.diversity.form, "how the bonus multiplies advantages"),
        number("diversity.cap", \.diversity.cap, 1...100, "largest multiplier of 'range'"),
        integer(
            "evaluation.steps", \.evaluation.steps, 0...10_000_000,
            "steps between evaluations; 0 evaluates at the end only"),
        integer("evaluation.count", \.evaluation.count, 1...100_000, "tasks while training"),
        integer(
            "evaluation.final_count", \.evaluation.finalCount, 1...100_000, "tasks at the end"),
        integer("evaluation.k", \.evaluation.k, 0...1024, "improve steps after the draft"),
        number(
            "evaluation.temperature", \.evaluation.temperature, 0...100,
            "sampling temperature; 0 is greedy"),
        integer("gradient_shards", \.gradientShards, 1...256, "partial sums of a gradient"),
        integer("save_steps", \.saveSteps, 1...10_000_000, "steps between checkpoints"),
        flag("save_only_model", \.saveOnlyModel, "last checkpoint holds the model alone"),
        integer("save_total_limit", \.saveTotalLimit, 1...10_000, "checkpoints kept"),
    ]
}
