import Foundation
import Runs

/// A run's configuration as YAML: written with every key, read with any of them.
enum ConfigurationFile {
    /// The settings of a configuration file.
    ///
    /// - Parameter path: the file.
    /// - Returns: the settings in the order of the file.
    /// - Throws: `Failure` if it can't be read or is no YAML.
    static func settings(at path: String) throws(Failure) -> [Setting] {
        let text = try YAMLFile.text(path, as: "a configuration")
        return try YAMLFile.settings(in: text, name: path)
    }

    /// A configuration as a file: every key, what it means, and its value.
    ///
    /// - Parameter configuration: as resolved.
    /// - Returns: YAML that reads back to the same configuration.
    static func text(of configuration: RunConfiguration) -> String {
        var lines = ["# A run's configuration as resolved; `redraft train FILE` repeats it."]
        for key in ConfigurationKey.all {
            lines += ["", "# \(key.summary); \(key.accepted)"]
            lines.append("\(key.name): \(scalar(key.read(configuration)))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A value as YAML: in quotes where it could be read as more than a word or a number.
    private static func scalar(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || "0123456789_.+-".unicodeScalars.contains($0)
        }
        guard !isPlain else { return value }
        return "'" + value.replacing("'", with: "''") + "'"
    }
}
