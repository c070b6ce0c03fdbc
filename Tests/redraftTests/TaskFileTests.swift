import Runs
import Testing

@testable import redraft

@Suite("Files of tasks")
struct TaskFileTests {
    @Test("tasks are held to the run's size")
    func tasks() throws {
        var configuration = RunConfiguration()
        configuration.apply(level: 1)
        let folder = TestFolder()
        defer { folder.remove() }
        let good = try folder.write("# two\n17: 3 7 9 2 5 8 # here\n\n 3:1 1 1 1 1 1\n")
        #expect(
            try TaskFile.tasks(at: good, for: configuration).map(\.values)
                == [[17, 3, 7, 9, 2, 5, 8], [3, 1, 1, 1, 1, 1, 1]])
        for text in ["17 3 7 9 2 5 8", "17: 3 7 9 2 5", "17: 3 7 9 2 5 10", "0: 1 1 1 1 1 1", "#"] {
            let path = try folder.write(text)
            do {
                _ = try TaskFile.tasks(at: path, for: configuration)
                Issue.record("'\(text)' was accepted")
            } catch {
                #expect(error.code == .usage)
                #expect(error.description.contains("6 numbers from 1 to 9"))
            }
        }
    }
}
