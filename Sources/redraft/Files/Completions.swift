import ArgumentParser
import Dashboard
import Foundation
import RunStore
import Runs

/// What a shell may put in for a word that was begun.
///
/// The shell leaves out what does not go on from the word; what can't be read offers nothing.
enum Completions {
    /// Runs: names in the folders of runs, and folders once a path is typed.
    static let runs = CompletionKind.custom { words, _, prefix in
        if prefix.contains("/") { return folders(prefix) }
        return runNames(in: ProgramFolders.current.runs(option: value(of: "--runs", in: words)))
    }

    /// Themes: names, and files.
    static let themes = CompletionKind.custom { words, _, _ in
        ThemeFiles(
            folders: ProgramFolders.current.existing(
                "themes", option: value(of: "--themes", in: words))
        ).names
    }

    /// Keys of the configuration, with the sign that follows.
    static let settings = CompletionKind.list(ConfigurationKey.all.map { $0.name + "=" })

    /// Metrics, also after others and a comma.
    static let metrics = CompletionKind.custom { _, _, prefix in
        metricNames(after: prefix)
    }

    /// The screens of the dashboard.
    static let screens = CompletionKind.list(DashboardScreen.allCases.map(\.name))

    /// What can be exported.
    static let subjects = CompletionKind.list(ExportSubject.allCases.map(\.rawValue))

    static let strategies = CompletionKind.list(Strategy.allCases.map(\.rawValue))
    static let presets = CompletionKind.list(Preset.allCases.map(\.rawValue))
    static let domains = CompletionKind.list(RunConfiguration.domains)
    static let levels = CompletionKind.list(["1", "2", "3"])
    static let configurationFiles = CompletionKind.file(extensions: ["yaml", "yml"])

    /// The names of the runs in some folders, archived ones left out.
    ///
    /// - Parameter folders: the folders of runs.
    /// - Returns: each once, in alphabetical order.
    static func runNames(in folders: [String]) -> [String] {
        let names = folders.flatMap { folder in
            entries(of: folder).filter { name in
                FileManager.default.fileExists(atPath: "\(folder)/\(name)/run.sqlite")
            }
        }
        return Set(names).sorted()
    }

    /// A list of metrics with one more.
    ///
    /// - Parameter prefix: what was typed.
    /// - Returns: the list up to its last comma, with each metric that is not in it.
    static func metricNames(after prefix: String) -> [String] {
        let typed = prefix.split(separator: ",", omittingEmptySubsequences: false).dropLast()
        let before = typed.map { $0 + "," }.joined()
        return Metric.allCases.map(\.rawValue).filter { !typed.contains(Substring($0)) }
            .map { before + $0 }
    }

    /// The folders that a path goes on to.
    private static func folders(_ prefix: String) -> [String] {
        let slash = prefix.lastIndex(of: "/") ?? prefix.startIndex
        let folder = String(prefix[...slash])
        return entries(of: folder).map { folder + $0 }.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && isFolder.boolValue
        }
    }

    private static func entries(of folder: String) -> [String] {
        // A folder that can't be read has nothing to offer.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The word after an option.
    private static func value(of option: String, in words: [String]) -> String? {
        guard let place = words.firstIndex(of: option), place + 1 < words.count else { return nil }
        return words[place + 1]
    }
}
