import Runs
import Tasks

/// The tasks that a run's fresh prompts pose.
struct TrainingTasks: Hashable, Sendable {
    /// The tasks of a run that trains on few; nil draws from the whole training split.
    let few: [DomainTask]?

    /// Draws in a row that may come to nothing new before the domain counts as exhausted.
    private static let patience = 10_000

    /// The first `train_tasks` of the run's list.
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

    /// Checks that the domain has as many tasks as the configuration asks for.
    ///
    /// - Throws: `ConfigurationError` saying how many it has.
    static func check(_ configuration: RunConfiguration, domain: any Domain)
        throws(ConfigurationError)
    {
        guard let few = TrainingTasks(configuration, domain: domain).few,
            few.count < configuration.trainTasks
        else { return }
        throw ConfigurationError(
            key: "train_tasks", value: String(configuration.trainTasks),
            accepted: "no more tasks than the domain has at these settings, \(few.count)")
    }
}
