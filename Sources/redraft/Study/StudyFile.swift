import Foundation
import Runs
import Yams

/// Reads a study's file.
///
///     name: ablation
///     about: what each part of the method adds
///     seeds: [1, 2, 3]
///     set: {level: 2}
///     arms:
///       base: {strategy: base}
///       grpo: {strategy: grpo}
///       exit: {strategy: exit}
///     baseline: grpo
///     evaluation: {k: [0, 1, 2, 4, 8, 16], temperatures: [1, 0.5], count: 512}
///
/// `strategy: base` is the warm start itself: a run of one step at a learning rate of 0.
enum StudyFile {
    private enum Key: String, CaseIterable {
        case name, about, seeds, set, arms, baseline, evaluation
    }

    /// The plan in a file.
    ///
    /// - Parameter path: the file.
    /// - Returns: the plan; the file's own name where it gives none.
    /// - Throws: `Failure` naming the place, the value and what is accepted.
    static func plan(at path: String) throws(Failure) -> StudyPlan {
        let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
        return try plan(in: YAMLFile.text(path, as: "a study"), name: path, stem: stem)
    }

    /// The plan in a text.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - file: the file, for messages.
    ///   - stem: the study's name where the text gives none.
    /// - Returns: the plan.
    /// - Throws: `Failure` naming the place, the value and what is accepted.
    static func plan(in text: String, name file: String, stem: String) throws(Failure) -> StudyPlan
    {
        let root = try YAMLFile.mapping(in: text, name: file, such: "seeds: [1, 2, 3]")
        guard let root else { throw .usage("\(file): is empty; expected 'arms' and 'seeds'") }
        var parts: [Key: Node] = [:]
        for (node, value) in root {
            let place = YAMLFile.place(node, file)
            guard let key = node.string.flatMap(Key.init) else {
                throw .usage(
                    "\(place): unknown key '\(node.string ?? "")'; expected one of "
                        + Key.allCases.map(\.rawValue).joined(separator: ", "))
            }
            guard parts.updateValue(value, forKey: key) == nil else {
                throw .usage("\(place): '\(key.rawValue)' is given twice")
            }
        }
        let common = try settings(parts[.set], of: "set", file)
        guard let armsNode = parts[.arms], case .mapping(let mapping) = armsNode else {
            throw .usage(
                "\(file): 'arms' is missing; expected lines such as 'exit: {strategy: exit}'")
        }
        var arms: [StudyPlan.Arm] = []
        for (node, value) in mapping {
            guard let name = node.string else {
                throw .usage("\(YAMLFile.place(node, file)): an arm's name must be a plain word")
            }
            arms.append(
                StudyPlan.Arm(
                    name: name,
                    configuration: try configuration(
                        common, try settings(value, of: name, file))))
        }
        let seeds: [UInt64] = try list(parts[.seeds], of: "seeds", file, "a whole number from 0 on")
        let first = arms.first?.name ?? ""
        let usual = arms.contains { $0.name == "grpo" } ? "grpo" : first
        let measurement = try measurement(parts[.evaluation], file)
        if measurement.search != nil {
            for arm in arms {
                try SearchCheck.check(arm.configuration, for: "\(file): \(arm.name)")
            }
        }
        do throws(ConfigurationError) {
            return try StudyPlan(
                name: parts[.name]?.string ?? stem, about: parts[.about]?.string ?? "",
                seeds: seeds, arms: arms, baseline: parts[.baseline]?.string ?? usual,
                measurement: measurement)
        } catch {
            throw .usage("\(file): \(error)")
        }
    }

    private static func settings(
        _ node: Node?, of part: String, _ file: String
    ) throws(Failure) -> [Setting] {
        guard let node else { return [] }
        if case .scalar(let scalar) = node, scalar.string.isEmpty { return [] }
        guard case .mapping(let mapping) = node else {
            throw .usage(
                "\(YAMLFile.place(node, file)): \(part): expected settings such as "
                    + "'{strategy: exit, steps: 600}'")
        }
        let settings = try YAMLFile.settings(of: mapping, name: file)
        if let seed = settings.first(where: { $0.key == "seed" }) {
            throw .usage("\(seed.place): seed: a study's seeds are those of 'seeds'")
        }
        return settings
    }

    private static func configuration(
        _ common: [Setting], _ own: [Setting]
    ) throws(Failure) -> RunConfiguration {
        var own = own
        if let index = own.firstIndex(where: { $0.key == "strategy" && $0.value == "base" }) {
            let place = own.remove(at: index).place
            own += [("strategy", "grpo"), ("steps", "1"), ("learning_rate", "0")].map {
                Setting(key: $0.0, value: $0.1, place: place)
            }
        }
        let configuration = try ConfigurationSources(file: common, sets: own).resolve()
        do throws(ConfigurationError) {
            try configuration.checkFit()
        } catch {
            throw .usage("\(own.first?.place ?? "set"): \(error)")
        }
        return configuration
    }

    private static func measurement(
        _ node: Node?, _ file: String
    ) throws(Failure) -> StudyPlan.Measurement {
        var measurement = StudyPlan.Measurement()
        var hasOwnK = false
        var isSearch = false
        var (executions, drafts): (Int?, Int?)
        guard let node else { return measurement }
        guard case .mapping(let mapping) = node else {
            throw .usage(
                "\(YAMLFile.place(node, file)): evaluation: expected '{k: [0, 16], count: 512}'")
        }
        for (key, value) in mapping {
            switch key.string {
            case "k":
                measurement.k = try list(value, of: "evaluation.k", file, "a whole number")
                hasOwnK = true
            case "temperatures":
                measurement.temperatures = try list(
                    value, of: "evaluation.temperatures", file, "a number")
            case "count": measurement.count = try whole(value, of: "count", file)
            case "executions": executions = try whole(value, of: "executions", file)
            case "drafts": drafts = try whole(value, of: "drafts", file)
            case "episodes": measurement.episodes = try flag(value, of: "episodes", file)
            case "search": isSearch = try flag(value, of: "search", file)
            default:
                throw .usage(
                    "\(YAMLFile.place(key, file)): unknown key 'evaluation.\(key.string ?? "")'; "
                        + "expected one of k, temperatures, count, episodes, search, executions, drafts"
                )
            }
        }
        // Chains in every turn: as long as the paper's for tools.
        if measurement.episodes, !hasOwnK { measurement.k = [0, 1, 2, 4, 8, 16] }
        guard isSearch else {
            if executions != nil || drafts != nil {
                throw .usage(
                    "\(YAMLFile.place(node, file)): evaluation: executions and drafts are those of a "
                        + "search; add 'search: true'")
            }
            return measurement
        }
        let usual = SearchBudget()
        let budget = SearchBudget(
            executions: executions ?? usual.executions, drafts: drafts ?? usual.drafts)
        measurement.search = budget
        if !hasOwnK { measurement.k = budget.steps }
        return measurement
    }

    private static func whole(
        _ node: Node, of key: String, _ file: String
    ) throws(Failure) -> Int {
        guard let value = node.string.flatMap({ Int($0) }) else {
            throw .usage(
                "\(YAMLFile.place(node, file)): evaluation.\(key): expected a whole number")
        }
        return value
    }

    private static func flag(
        _ node: Node, of key: String, _ file: String
    ) throws(Failure) -> Bool {
        guard let value = node.string.flatMap({ Bool($0) }) else {
            throw .usage(
                "\(YAMLFile.place(node, file)): evaluation.\(key): expected true or false")
        }
        return value
    }

    private static func list<Value: LosslessStringConvertible>(
        _ node: Node?, of key: String, _ file: String, _ accepted: String
    ) throws(Failure) -> [Value] {
        guard let node, case .sequence(let sequence) = node else {
            let place = node.map { YAMLFile.place($0, file) } ?? file
            throw .usage("\(place): \(key): expected a list such as [1, 2, 4]")
        }
        var values: [Value] = []
        for item in sequence {
            guard let text = item.string, let value = Value(text) else {
                throw .usage(
                    "\(YAMLFile.place(item, file)): \(key): '\(item.string ?? "")' is not "
                        + "accepted; expected \(accepted)")
            }
            values.append(value)
        }
        return values
    }
}
