import Runs
import Tasks

/// Tasks that a person wrote down.
enum TaskFile {
    /// The tasks of a file: one a line, such as `17: 3 7 9 2 5 8`, the target and the numbers.
    ///
    /// Empty lines and what follows a `#` are passed over.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - configuration: the run's; its policy knows tasks of one size only.
    /// - Returns: the tasks, at least one.
    /// - Throws: `Failure` naming the line and what is accepted.
    static func tasks(
        at path: String, for configuration: RunConfiguration
    ) throws(Failure) -> [DomainTask] {
        let domain = try Failure.translating { try Domains.make(for: configuration) }
        var tasks: [DomainTask] = []
        let text = try YAMLFile.text(path, as: "a list of tasks")
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            if content.allSatisfy(\.isWhitespace) { continue }
            do throws(TaskSyntaxError) {
                tasks.append(try domain.parse(task: String(content)))
            } catch {
                throw .usage("\(path):\(index + 1): \(error)")
            }
        }
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
}
