import Runs

extension MathDomain {
    /// Reads a line such as `17: 3 7 9 2 5 8`: the target, a colon, and the numbers.
    public func parse(task text: String) throws(TaskSyntaxError) -> DomainTask {
        let words = text.split(separator: ":", omittingEmptySubsequences: false).map { part in
            part.split(whereSeparator: \.isWhitespace).map { Int32($0) }
        }
        let values = words.joined().compactMap { $0 }
        guard words.count == 2, words[0].count == 1, words[1].count == settings.numbers,
            values.count == settings.numbers + 1, (1...settings.target).contains(Int(values[0])),
            values.dropFirst().allSatisfy({ (1...settings.largest).contains(Int($0)) })
        else {
            throw TaskSyntaxError(
                text,
                accepted: "expected a target from 1 to \(settings.target), a colon, and "
                    + "\(settings.numbers) numbers from 1 to \(settings.largest)")
        }
        return DomainTask(values: values)
    }
}
