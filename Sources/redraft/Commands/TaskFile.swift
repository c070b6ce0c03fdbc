import Foundation
import Runs
import Tasks

/// Tasks that a person wrote down.
enum TaskFile {
    /// An object of JSON Lines.
    private struct Entry: Decodable {
        var task: String?
        var numbers: [Int]?
        var target: Int?
        var sort: String?
        var state: String?
        var tool: String?

        /// Whether it declares tools rather than a task: a file may hold both.
        var isDeclaration: Bool { task == nil && [sort, state, tool].contains { $0 != nil } }

        /// The task as the domain writes it; nil where too little is said.
        var text: String? {
            if let task { return task }
            guard let numbers, let target else { return nil }
            return "\(target): " + numbers.map(String.init).joined(separator: " ")
        }
    }

    /// The tasks of a file, one a line: as 'show' prints them, such as `17: 3 7 9 2 5 8`, the target
    /// and the numbers, or as JSON, `{"target": 17, "numbers": [3, 7, 9, 2, 5, 8]}` or
    /// `{"task": "17: 3 7 9 2 5 8"}`.
    ///
    /// Empty lines and what follows a `#` are passed over. A line that is no task is told with its
    /// number on standard error, and stops nothing but itself.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - configuration: the run's; its policy knows tasks of one size only.
    /// - Returns: the tasks, at least one.
    /// - Throws: `Failure` if there is no task in it, naming its first line and what is accepted.
    static func tasks(
        at path: String, for configuration: RunConfiguration
    ) throws(Failure) -> [DomainTask] {
        try tasks(at: path, in: domain(of: configuration))
    }

    private static func domain(of configuration: RunConfiguration) throws(Failure) -> any Domain {
        try Failure.translating { try Domains.make(for: configuration) }
    }

    private static func tasks(
        at path: String, in domain: any Domain
    ) throws(Failure) -> [DomainTask] {
        var tasks: [DomainTask] = []
        var problems: [String] = []
        let text = try YAMLFile.text(path, as: "a list of tasks")
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            if content.allSatisfy(\.isWhitespace) { continue }
            do throws(TaskSyntaxError) {
                guard let text = try taskText(in: String(content)) else { continue }
                tasks.append(try domain.parse(task: text))
            } catch {
                problems.append("\(path):\(index + 1): \(error)")
            }
        }
        // Where all lines are wrong the first says why.
        if tasks.isEmpty, let first = problems.first { throw .usage(first) }
        for problem in problems { StandardStreams.error("redraft: \(problem); passed over") }
        guard !tasks.isEmpty else {
            do throws(TaskSyntaxError) {
                tasks = [try domain.parse(task: "")]
            } catch {
                throw .usage("\(path): holds no task; \(error.accepted)")
            }
            return tasks
        }
        return tasks
    }

    /// Has a run trained on the tasks of a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - configuration: the run's.
    /// - Throws: `Failure` if it holds no task, or too many.
    static func use(_ path: String, in configuration: inout RunConfiguration) throws(Failure) {
        let domain = try domain(of: configuration)
        let tasks = try tasks(at: path, in: domain)
        try bound(tasks.count, in: path)
        configuration.tasks = tasks.map { domain.text(of: $0) }
    }

    /// Refuses more tasks than a run can hold.
    ///
    /// - Parameters:
    ///   - count: the tasks of a file.
    ///   - path: the file.
    /// - Throws: `Failure` if there are too many.
    static func bound(_ count: Int, in path: String) throws(Failure) {
        guard count <= ConfigurationKey.mostTasks else {
            throw .usage(
                "\(path): \(count) tasks are not accepted; expected "
                    + "\(ConfigurationKey.mostTasks) at most")
        }
    }

    /// What a line says of a task, as the domain writes it; nil where it declares tools.
    private static func taskText(in line: String) throws(TaskSyntaxError) -> String? {
        guard line.first(where: { !$0.isWhitespace }) == "{" else { return line }
        let entry: Entry
        do {
            entry = try JSONDecoder().decode(Entry.self, from: Data(line.utf8))
        } catch {
            throw TaskSyntaxError(line, accepted: accepted)
        }
        if entry.isDeclaration { return nil }
        guard let text = entry.text else { throw TaskSyntaxError(line, accepted: accepted) }
        return text
    }

    private static let accepted =
        #"expected JSON such as {"target": 17, "numbers": [3, 7, 9]} or {"task": "17: 3 7 9"}"#
}
