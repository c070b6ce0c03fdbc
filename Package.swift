// swift-tools-version: 6.2
import Foundation
import PackageDescription

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// The modules and what each may import: the arrows of the architecture.
///
/// `ArchitectureTests` holds the sources' `import` lines against its own copy of this table, since
/// the compiler lets a target import whatever its dependencies depend on.
let modules: [(name: String, imports: [Target.Dependency])] = [
    ("CKernels", []),
    ("CTerminal", []),
    ("Runs", []),
    ("Rendering", []),
    ("Curriculum", ["Runs"]),
    ("Tasks", ["Runs"]),
    ("Modeling", ["Runs", "CKernels"]),
    ("Training", ["Runs", "Curriculum", "Tasks", "Modeling", logging]),
    ("RunStore", ["Runs", .product(name: "GRDB", package: "GRDB.swift")]),
    ("Control", ["Runs"]),
    ("Dashboard", ["Runs", "Rendering"]),
    ("TerminalUI", ["Rendering", "CTerminal"]),
    (
        "redraft",
        [
            "Runs", "Rendering", "Curriculum", "Tasks", "Modeling", "Training", "RunStore",
            "Control", "Dashboard", "TerminalUI", logging,
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Yams", package: "Yams"),
        ]
    ),
]

// While the tree grows, a module that has no sources yet is left out.
let root = URL(filePath: #filePath).deletingLastPathComponent().path()
func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + path) }
func isPresent(_ dependency: Target.Dependency) -> Bool {
    if case .byNameItem(let name, _) = dependency { return exists("Sources/" + name) }
    return true
}

/// Compiles C optimised in debug builds too, so that the kernels are tested as they ship.
///
/// At -O0 they are some fifty times slower. A release build has no unsafe flags.
let cSettings: [CSetting] = [.unsafeFlags(["-O2"], .when(configuration: .debug))]
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func target(_ name: String, _ imports: [Target.Dependency]) -> Target {
    let imports = imports.filter(isPresent)
    switch name {
    case "redraft":
        return .executableTarget(name: name, dependencies: imports, swiftSettings: swiftSettings)
    case "CTerminal":
        return .target(
            name: name, cSettings: cSettings,
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")])
    case "CKernels":
        return .target(name: name, cSettings: cSettings, linkerSettings: [.linkedLibrary("m")])
    default:
        return .target(name: name, dependencies: imports, swiftSettings: swiftSettings)
    }
}

func testTarget(_ name: String, _ imports: [Target.Dependency]) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: (imports + [.byName(name: name), "TestSupport"]).filter(isPresent),
        exclude: ["Fixtures", "Screens"].filter { exists("Tests/\(name)Tests/\($0)") },
        swiftSettings: swiftSettings)
}

let package = Package(
    name: "redraft",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: modules.filter { exists("Sources/" + $0.name) }.map { target($0.name, $0.imports) }
        + modules.filter { exists("Tests/\($0.name)Tests") }.map { testTarget($0.name, $0.imports) }
        + ["ArchitectureTests", "EndToEndTests"].filter { exists("Tests/\($0)") }
        .map { .testTarget(name: $0, dependencies: ["redraft"], swiftSettings: swiftSettings) },
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
