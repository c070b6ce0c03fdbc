import Foundation
import Runs
import Testing

@testable import redraft

@Suite("A person's own table from a file")
struct OwnTableFileTests {
    private static func pipelines() -> RunConfiguration {
        var configuration = RunConfiguration()
        configuration.apply(domain: "mle")
        return configuration
    }

    private static let good =
        "x,y,kind\n" + (0..<90).map { "\($0 * 7 % 31),\($0 % 5),\($0 % 2)\n" }.joined()

    @Test("it becomes part of the configuration, and what was left out is told")
    func use() throws {
        let folder = TestFolder()
        defer { folder.remove() }
        let path = try folder.write(
            "n,x,y,kind\n" + (0..<90).map { "\($0),\($0 * 7 % 31),1,\($0 % 2)\n" }.joined())
        var configuration = Self.pipelines()
        var told: [String] = []
        try OwnTableFile.use(path, target: "kind", in: &configuration) { told.append($0) }
        let table = try #require(configuration.mle.data)
        #expect((table.name, table.target) == ("file", "kind"))
        #expect((table.rows, table.columns, table.classes) == (90, 1, 2))
        #expect(told.count == 3 && told.allSatisfy { $0.hasPrefix("\(path): ") })
        #expect(told[0].contains("'n'") && told[1].contains("'y'"))
        #expect(told[2].contains("90 rows, 1 columns, 2 classes"))
    }

    @Test("what is missing, of another domain or no table is refused on one line")
    func refused() throws {
        let folder = TestFolder()
        defer { folder.remove() }
        let path = try folder.write(Self.good)
        func failure(
            _ path: String?, _ target: String?,
            in configuration: RunConfiguration = Self.pipelines()
        ) -> String {
            var configuration = configuration
            do throws(Failure) {
                try OwnTableFile.use(path, target: target, in: &configuration) { _ in }
                return "accepted"
            } catch {
                #expect(error.code == .usage)
                #expect(!error.description.contains("\n"))
                return error.description
            }
        }
        #expect(failure(nil, "kind").contains("--target: 'kind'"))
        #expect(failure(path, nil).contains("--target COLUMN"))
        #expect(failure(path, "kind", in: RunConfiguration()).contains("expected --domain mle"))
        #expect(failure(path, "sort").hasPrefix("\(path):1: no column 'sort'"))
        #expect(failure(path + "x", "kind").contains("can't be read as a table"))
        #expect(failure("/", "kind").contains("is a folder"))
        #expect(failure("/dev/zero", "kind").contains("too long"))
        let bad = try folder.write(Self.good + "1,2\n")
        #expect(failure(bad, "kind").hasPrefix("\(bad):92: has 2 fields"))
    }

    @Test("the largest table stands in the resolved file and reads back the same")
    func roundTrip() throws {
        let text =
            (0..<20).map { "c\($0)," }.joined() + "kind\n"
            + (0..<3000).map { row in
                (0..<20).map { "\(Double((row + 1) * ($0 + 3)) / 7919)," }.joined()
                    + "\(row % 2)\n"
            }.joined()
        let folder = TestFolder()
        defer { folder.remove() }
        var configuration = Self.pipelines()
        try OwnTableFile.use(try folder.write(text), target: "kind", in: &configuration) { _ in }
        let table = try #require(configuration.mle.data)
        #expect(table.line.utf8.count > 390_000)
        let file = try folder.write(ConfigurationFile.text(of: configuration))
        let settings = try ConfigurationFile.settings(at: file)
        #expect(try ConfigurationSources(file: settings).resolve() == configuration)
        let data = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(RunConfiguration.self, from: data) == configuration)
    }
}
