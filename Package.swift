// swift-tools-version: 6.2
import PackageDescription

/// The modules and what each may import: the arrows of the architecture.
///
/// `ArchitectureTests` holds the sources' `import` lines against its own copy of this table, since
/// the compiler lets a target import whatever its dependencies depend on.
let modules: [(name: String, imports: [Target.Dependency])] = [
    ("CKernels", []),
    ("CLearners", []),
    ("CTerminal", []),
    ("Runs", []),
    ("Rendering", []),
    ("Curriculum", ["Runs"]),
    ("Tasks", ["Runs", "CLearners"]),
    ("Modeling", ["Runs", "CKernels"]),
    ("Training", ["Runs", "Curriculum", "Tasks", "Modeling"]),
    ("RunStore", ["Runs", .product(name: "GRDB", package: "GRDB.swift")]),
    ("Control", ["Runs"]),
    ("Dashboard", ["Runs", "Rendering"]),
    ("TerminalUI", ["Rendering", "CTerminal"]),
    (
        "redraft",
        [
            "Runs", "Rendering", "Curriculum", "Tasks", "Modeling", "Training", "RunStore",
            "Control", "Dashboard", "TerminalUI",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Yams", package: "Yams"),
        ]
    ),
]

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
    switch name {
    case "redraft":
        return .executableTarget(name: name, dependencies: imports, swiftSettings: swiftSettings)
    case "CTerminal":
        return .target(
            name: name, cSettings: cSettings,
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")])
    case "CLearners":
        return .target(
            name: name, exclude: ["data/DATA-LICENCES.md"], cSettings: cSettings,
            linkerSettings: ["xgboost", "linear", "svm", "m"].map { .linkedLibrary($0) })
    case "CKernels":
        return .target(name: name, cSettings: cSettings, linkerSettings: [.linkedLibrary("m")])
    default:
        return .target(name: name, dependencies: imports, swiftSettings: swiftSettings)
    }
}

/// Folders of tests that hold data rather than sources.
let testData = ["Modeling": ["Fixtures"], "Dashboard": ["Screens"]]

func testTarget(_ name: String, _ imports: [Target.Dependency]) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: imports + [.byName(name: name)],
        exclude: testData[name] ?? [], swiftSettings: swiftSettings)
}

/// Tests of the sources and of the built program, which belong to no module.
let wholeTests: [Target] = ["ArchitectureTests", "EndToEndTests"].map {
    .testTarget(name: $0, dependencies: ["redraft"], swiftSettings: swiftSettings)
}

let package = Package(
    name: "redraft",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: modules.map { target($0.name, $0.imports) }
        + modules.filter { $0.name != "CTerminal" }.map { testTarget($0.name, $0.imports) }
        + wholeTests,
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
