import Foundation
import Testing

/// The arrows of the architecture, checked against the sources.
///
/// The compiler lets a target import whatever its dependencies depend on, so the manifest alone does
/// not hold the line.
@Suite("Architecture")
struct ArchitectureTests {
    /// Module to the modules of the package that it may import.
    static let allowed: [String: Set<String>] = [
        "Runs": [],
        "Rendering": [],
        "Curriculum": ["Runs"],
        "Tasks": ["Runs", "CLearners"],
        "Modeling": ["Runs", "CKernels"],
        "Training": ["Runs", "Curriculum", "Tasks", "Modeling"],
        "RunStore": ["Runs"],
        "Control": ["Runs"],
        "Dashboard": ["Runs", "Rendering"],
        "TerminalUI": ["Rendering", "CTerminal"],
        "redraft": [
            "Runs", "Rendering", "Curriculum", "Tasks", "Modeling", "Training", "RunStore",
            "Control", "Dashboard", "TerminalUI",
        ],
    ]

    /// Packages to the modules that may import them.
    static let packages: [String: Set<String>] = [
        "GRDB": ["RunStore"],
        "ArgumentParser": ["redraft"],
        "Yams": ["redraft"],
    ]

    /// Modules of the system and the toolchain that any module may import.
    static let system: Set<String> = ["Foundation", "Dispatch", "Glibc", "Synchronization"]

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func files(in folder: String, ending: String) throws -> [URL] {
        let enumerator = try #require(
            FileManager.default.enumerator(
                at: root.appending(path: folder), includingPropertiesForKeys: nil))
        return enumerator.compactMap { $0 as? URL }.filter { $0.pathExtension == ending }
    }

    @Test("imports follow the arrows", arguments: allowed.keys.sorted())
    func imports(module: String) throws {
        let files = try Self.files(in: "Sources/\(module)", ending: "swift")
        try #require(!files.isEmpty, "\(module) has no sources")
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            let imports = text.matches(
                of:
                    /(?m)^(?:@\w+ )?(?:(?:public|package|internal|private) )?import (?:(?:struct|class|enum|protocol|func) )?(\w+)/
            )
            for line in imports {
                let name = String(line.1)
                let isAllowed =
                    Self.system.contains(name)
                    || Self.allowed[module, default: []].contains(name)
                    || Self.packages[name, default: []].contains(module)
                #expect(isAllowed, "\(module)/\(file.lastPathComponent) imports \(name)")
            }
            #expect(!text.contains("@_exported"), "\(file.lastPathComponent) exports an import")
        }
    }

    @Test("every folder of sources has its arrows written down, and none is empty")
    func modules() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appending(path: "Sources").path)
        #expect(
            Set(folders) == Set(Self.allowed.keys).union(["CKernels", "CLearners", "CTerminal"]))
        for folder in folders {
            let sources =
                try Self.files(in: "Sources/\(folder)", ending: "swift")
                + Self.files(in: "Sources/\(folder)", ending: "c")
            #expect(!sources.isEmpty, "Sources/\(folder) is empty")
        }
    }

    @Test("only the C shims touch what they wrap")
    func shims() throws {
        for folder in Self.allowed.keys {
            for file in try Self.files(in: "Sources/\(folder)", ending: "swift") {
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(!text.contains("ncurses.h"), "\(file.lastPathComponent)")
            }
        }
        for file in try Self.files(in: "Sources/CKernels", ending: "c") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for banned in ["printf(", "exit(", "abort(", "fopen(", "getenv("] {
                #expect(!text.contains(banned), "CKernels/\(file.lastPathComponent): \(banned)")
            }
        }
    }

    @Test("modules below the executable print nothing", arguments: allowed.keys.sorted())
    func silence(module: String) throws {
        guard module != "redraft" else { return }
        for file in try Self.files(in: "Sources/\(module)", ending: "swift") {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(
                text.firstMatch(of: /(?m)^\s*(?:print|debugPrint|dump)\(/) == nil,
                "\(module)/\(file.lastPathComponent) prints")
        }
    }

    @Test(
        "nothing is forced or escapes the compiler without a reason",
        arguments: allowed.keys.sorted())
    func escapes(module: String) throws {
        for file in try Self.files(in: "Sources/\(module)", ending: "swift") {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() where !line.contains("///") {
                let place = "\(module)/\(file.lastPathComponent):\(number + 1)"
                #expect(!line.contains("try!"), "\(place) forces a try")
                #expect(!line.contains("as!"), "\(place) forces a cast")
                if line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                    let before = lines[max(0, number - 6)..<number].joined()
                    #expect(before.contains("nchecked"), "\(place) gives no reason")
                }
            }
        }
    }

    @Test("the top level holds what it should, and nothing else")
    func topLevel() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
            .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" && $0 != "runs" }
        let expected: Set = [
            "Package.swift", "README.md", "Sources", "Tests", "themes", "sample-runs",
        ]
        #expect(Set(names).subtracting(expected).isEmpty, "\(names)")
    }

    @Test("the gate runs the command that the README names")
    func gate() throws {
        let readme = try String(
            contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let gate = try String(contentsOf: Self.root.appending(path: ".ci/run"), encoding: .utf8)
        #expect(readme.contains("passes the tests"))
        #expect(gate.contains("/passes the tests/"))
        #expect(readme.firstMatch(of: /```sh\nswift test[^\n]*\n```/) != nil)
    }
}
