import Foundation
import Rendering
import Yams

/// Themes: those compiled in, and base16 or base24 schemes in files.
struct ThemeFiles: Sendable {
    /// The folders of themes, looked through in order.
    let folders: [String]

    /// The names there are: those compiled in, then the files', in alphabetical order.
    var names: [String] {
        let builtIn = Theme.builtIn.map(\.name)
        // A folder that can't be read has no themes to offer.
        let files = folders.flatMap { folder in
            (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        }
        let names = Set(files.compactMap(Self.name(ofFile:))).subtracting(builtIn)
        return builtIn + names.sorted()
    }

    /// A theme by name, or by the path of its file.
    ///
    /// - Parameter text: what a person typed; a path has a `/` or ends in `.yaml`.
    /// - Returns: the theme.
    /// - Throws: `Failure` if there is none of this name, or if its file can't be read or is no
    ///   theme.
    func theme(_ text: String) throws(Failure) -> Theme {
        if let path = path(of: text) { return try read(path) }
        if let theme = Theme.builtIn.first(where: { $0.name == text }) { return theme }
        throw .usage(
            "--theme: there is no theme '\(text)'; expected a file or one of "
                + names.joined(separator: ", "))
    }

    /// The file of a theme.
    ///
    /// - Parameter text: its name, or a path.
    /// - Returns: the path, which need not exist if it was given; nil if no file has the name.
    func path(of text: String) -> String? {
        if text.contains("/") || Self.name(ofFile: text) != nil { return text }
        for folder in folders {
            for suffix in Self.suffixes where access("\(folder)/\(text)\(suffix)", F_OK) == 0 {
                return "\(folder)/\(text)\(suffix)"
            }
        }
        return nil
    }

    /// Reads a theme's file.
    private func read(_ path: String) throws(Failure) -> Theme {
        let text = try YAMLFile.text(path, as: "a theme")
        let description: ThemeDescription
        do {
            description = try YAMLDecoder().decode(ThemeDescription.self, from: text)
        } catch {
            // Settings name the line of a mistake in the YAML itself.
            _ = try YAMLFile.settings(in: text, name: path)
            throw .usage("\(path): is no theme: expected palette and roles, keys with a text each")
        }
        do throws(ThemeError) {
            return try Theme(description)
        } catch {
            throw .usage("\(path): \(error)")
        }
    }

    private static let suffixes = [".yaml", ".yml"]

    private static func name(ofFile file: String) -> String? {
        for suffix in suffixes where file.hasSuffix(suffix) && file.count > suffix.count {
            return String(file.dropLast(suffix.count))
        }
        return nil
    }
}
