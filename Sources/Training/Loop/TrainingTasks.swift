import Runs
import Tasks

/// The tasks that a run's fresh prompts pose.
struct TrainingTasks: Hashable, Sendable {
    /// The tasks of a run that trains on few, or on a person's own; nil draws from the whole training
    /// split.
    let few: [DomainTask]?

    /// Draws in a row that may come to nothing new before the domain counts as exhausted.
    private static let patience = 10_000

    /// The person's own tasks, or the first `train_tasks` of the run's list.
    ///
    /// The list is a function of seed and domain: strategies with one seed train on the same tasks,
    /// other seeds on others, and a shorter list begins a longer one. Its tasks are all different.
    /// A domain with fewer tasks than asked for gives all that were found.
    ///
    /// - Parameters:
    ///   - configuration: the run's.
    ///   - domain: its domain.
    init(_ configuration: RunConfiguration, domain: any Domain) {
        let count = configuration.trainTasks
        guard configuration.tasks.isEmpty else {
            let own = Self.own(configuration, domain: domain)
            few = count > 0 ? Array(own.prefix(count)) : own
            return
        }
        guard count > 0 else {
            few = nil
            return
        }
        var tasks: [DomainTask] = []
        var known: Set<DomainTask> = []
        var (draw, vain) = (0, 0)
        while tasks.count < count, vain < Self.patience {
            var generator = CounterGenerator(
                seed: configuration.seed, purpose: .trainingTasks, group: draw)
            draw += 1
            let task = domain.drawTask(from: .train, using: &generator)
            vain = known.insert(task).inserted ? 0 : vain + 1
            if vain == 0 { tasks.append(task) }
        }
        few = tasks
    }

    /// The person's own tasks, those that are none left out.
    private static func own(_ configuration: RunConfiguration, domain: any Domain) -> [DomainTask] {
        configuration.tasks.compactMap { text in
            do throws(TaskSyntaxError) {
                return try domain.parse(task: text)
            } catch {
                // Told by `check` before a run begins.
                return nil
            }
        }
    }

    /// What makes the person's own tasks the problems they are: held-out tasks of the same kind
    /// would say nothing.
    ///
    /// - Parameters:
    ///   - configuration: the run's.
    ///   - domain: its domain.
    /// - Returns: their keys; empty where the domain's tasks are trained on.
    static func ownKeys(_ configuration: RunConfiguration, domain: any Domain) -> Set<UInt32> {
        Set(own(configuration, domain: domain).map { domain.key(of: $0) })
    }

    /// Draws where an episode begins.
    func drawStart(from domain: any Domain, using generator: inout CounterGenerator)
        -> TaskInstance
    {
        guard let few, !few.isEmpty else {
            return domain.drawStart(from: .train, using: &generator)
        }
        let task = few[generator.below(few.count)]
        return domain.drawStart(of: task, using: &generator)
    }

    /// Draws a teacher's draft of a task; nil where the domain has none of it.
    func drawDraft(from domain: any Domain, using generator: inout CounterGenerator)
        -> TaskInstance?
    {
        let task =
            if let few, !few.isEmpty {
                few[generator.below(few.count)]
            } else {
                domain.drawTask(from: .train, using: &generator)
            }
        return domain.drawDraft(of: task, using: &generator)
    }

    /// Checks that the person's own tasks are tasks, that there are as many as the configuration asks
    /// for, and that there are drafts of them if it asks for those.
    ///
    /// - Throws: `ConfigurationError` with the first task that is none, or saying how many there are.
    static func check(_ configuration: RunConfiguration, domain: any Domain)
        throws(ConfigurationError)
    {
        for text in configuration.tasks {
            do throws(TaskSyntaxError) {
                _ = try domain.parse(task: text)
            } catch {
                throw ConfigurationError(key: "tasks", value: error.text, accepted: error.accepted)
            }
        }
        let tasks = TrainingTasks(configuration, domain: domain)
        if let few = tasks.few, few.count < configuration.trainTasks {
            throw ConfigurationError(
                key: "train_tasks", value: String(configuration.trainTasks),
                accepted: "no more tasks than the domain has at these settings, \(few.count)")
        }
        guard configuration.curriculum.freshDrafts > 0 else { return }
        var generator = CounterGenerator(seed: configuration.seed, purpose: .selection)
        guard tasks.drawDraft(from: domain, using: &generator) == nil else { return }
        throw ConfigurationError(
            key: "curriculum.fresh_drafts", value: String(configuration.curriculum.freshDrafts),
            accepted: "0 with domain \(domain.name), whose teacher has no drafts to start from")
    }
}
