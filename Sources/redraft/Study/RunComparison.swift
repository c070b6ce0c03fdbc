import RunStore
import Runs

/// Runs sorted into arms, and what sets the arms apart.
struct RunComparison {
    /// Runs that differ in their seeds alone.
    struct Arm {
        let name: String
        let runs: [ComparedRun]
    }

    /// The arms, in the order of their first runs.
    let arms: [Arm]
    /// The keys that are not the same in all arms.
    let keys: [ConfigurationKey]

    /// Sorts runs into arms.
    ///
    /// An arm is called after its strategy; where another has the same, by what sets it apart as well.
    ///
    /// - Parameter runs: the runs, in any order.
    /// - Throws: `Failure` for two runs with one seed and one configuration.
    init(_ runs: [ComparedRun]) throws(Failure) {
        var groups: [(configuration: RunConfiguration, runs: [ComparedRun])] = []
        for run in runs {
            var configuration = run.configuration
            configuration.seed = 0
            guard let place = groups.firstIndex(where: { $0.configuration == configuration }) else {
                groups.append((configuration, [run]))
                continue
            }
            if let twin = groups[place].runs.first(where: {
                $0.configuration.seed == run.configuration.seed
            }) {
                throw .usage(
                    "\(run.folder.path): has the settings and the seed of \(twin.folder.path); "
                        + "expected runs that differ")
            }
            groups[place].runs.append(run)
        }
        let configurations = groups.map(\.configuration)
        keys = ConfigurationKey.all.filter { key in
            Set(configurations.map { key.read($0) }).count > 1
        }
        let keys = keys
        arms = groups.map { group in
            let strategy = group.configuration.strategy
            let alike = groups.filter { $0.configuration.strategy == strategy }
            let apart =
                alike.count > 1
                ? keys.filter { key in
                    key.name != "strategy"
                        && Set(alike.map { key.read($0.configuration) }).count > 1
                }.map { "\($0.name)=\($0.shown(group.configuration))" } : []
            return Arm(
                name: ([strategy.rawValue] + apart).joined(separator: " "), runs: group.runs)
        }
    }

    /// A line for each key that sets arms apart.
    var lines: [String] {
        guard !keys.isEmpty else { return ["the runs differ in their seeds alone"] }
        return ["what sets \(arms.map(\.name).joined(separator: ", ")) apart"]
            + keys.map { key in
                "  \(key.name): "
                    + arms.compactMap { $0.runs.first.map { key.shown($0.configuration) } }
                    .joined(separator: ", ")
            }
    }
}
