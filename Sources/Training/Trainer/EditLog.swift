import Runs

/// The settings in force, and the edits that made them so.
///
///     wished --begin(after:)--> waiting for its commit --commit--> applied
///     recorded by an earlier life of the run --replay(upTo:)--> applied
struct EditLog: Sendable {
    /// The settings that hold for the next step.
    private(set) var configuration: RunConfiguration
    /// The edits that hold, oldest first.
    private(set) var applied: [LiveEdit] = []
    /// Edits of an earlier life of the run that are still to come.
    private var recorded: [LiveEdit]
    private var wishes: [(key: String, value: String, time: Double)] = []
    private var waiting: [LiveEdit] = []

    /// Begins with a run's own configuration.
    ///
    /// - Parameters:
    ///   - configuration: as the run began.
    ///   - recorded: edits that were committed, in the order they were made.
    init(configuration: RunConfiguration, recorded: [LiveEdit]) {
        self.configuration = configuration
        // A run taken back in time was perhaps edited at an earlier step than the last edit's.
        self.recorded = recorded.enumerated()
            .sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }
            .map(\.element)
    }

    /// Whether an edit waits for its commit.
    var isWaiting: Bool { !waiting.isEmpty }

    /// Takes in what a person asks for, to be done at the next step boundary.
    ///
    /// - Throws: `ConfigurationError` for what no living run can change, or a value not accepted.
    mutating func wish(key: String, value: String, time: Double) throws(ConfigurationError) {
        let (key, value) = try LiveEdit.check(key: key, value: value, in: configuration)
        wishes.append((key.name, value, time))
    }

    /// Applies again what was recorded up to a step.
    mutating func replay(upTo step: Int) {
        while let edit = recorded.first, edit.step <= step {
            recorded.removeFirst()
            apply(edit)
        }
    }

    /// Makes edits of the wishes, to be committed next.
    ///
    /// - Parameter step: the last finished step.
    /// - Returns: the edits, in the order they were wished for.
    mutating func begin(after step: Int) -> [LiveEdit] {
        var after = configuration.applying(waiting)
        let edits = wishes.compactMap { wish -> LiveEdit? in
            // The wish was checked when it came.
            guard let key = try? ConfigurationKey.named(wish.key) else { return nil }
            let edit = LiveEdit(
                step: step, key: wish.key, old: key.read(after), new: wish.value, time: wish.time)
            after = after.applying([edit])
            return edit.old == edit.new ? nil : edit
        }
        wishes = []
        waiting += edits
        return edits
    }

    /// Applies what was waiting, now that it is committed.
    mutating func commit() {
        for edit in waiting { apply(edit) }
        waiting = []
    }

    private mutating func apply(_ edit: LiveEdit) {
        configuration = configuration.applying([edit])
        applied.append(edit)
    }
}
