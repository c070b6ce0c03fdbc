import Runs

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
        let math = configuration.math
        let accepted =
            "expected a target from 1 to \(math.target), a colon, and \(math.numbers) numbers "
            + "from 1 to \(math.largest)"
        var tasks: [DomainTask] = []
        let text = try YAMLFile.text(path, as: "a list of tasks")
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            if content.allSatisfy(\.isWhitespace) { continue }
            let parts = content.split(separator: ":", omittingEmptySubsequences: false)
            let words = parts.map { part in
                part.split(whereSeparator: \.isWhitespace).map { Int32($0) }
            }
            let values = words.joined().compactMap { $0 }
            guard words.count == 2, words[0].count == 1, words[1].count == math.numbers,
                values.count == math.numbers + 1, (1...math.target).contains(Int(values[0])),
                values.dropFirst().allSatisfy({ (1...math.largest).contains(Int($0)) })
            else { throw .usage("\(path):\(index + 1): '\(line)' is no task; \(accepted)") }
            tasks.append(DomainTask(values: values))
        }
        guard !tasks.isEmpty else { throw .usage("\(path): holds no task; \(accepted)") }
        return tasks
    }
}
