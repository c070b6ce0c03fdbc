import Foundation

@testable import Rendering

/// The shipped theme files, read without a YAML library: they use one level of nesting only.
enum ThemeFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "themes")

    static func all() throws -> [Theme] { try byFile().map(\.theme) }

    /// The themes with the names of their files, by which they are chosen.
    static func byFile() throws -> [(file: String, theme: Theme)] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
            .filter { $0.hasSuffix(".yaml") }
            .map { file in
                let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                return (String(file.dropLast(5)), try Theme(description(text)))
            }
    }

    /// Decodes `key: value` lines, indented ones below the last key without a value.
    static func description(_ yaml: String) throws -> ThemeDescription {
        var file: [String: Any] = [:]
        var block: (key: String, values: [String: String])?
        for line in yaml.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("#") else { continue }
            let key = line[..<colon].trimmingCharacters(in: .whitespaces)
            var value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            if value.hasPrefix("\"") {
                value = String(value.dropFirst().prefix { $0 != "\"" })
            }
            if line.hasPrefix(" ") {
                block?.values[key] = value
            } else if value.isEmpty {
                if let block { file[block.key] = block.values }
                block = (key, [:])
            } else {
                file[key] = value
            }
        }
        if let block { file[block.key] = block.values }
        let data = try JSONSerialization.data(withJSONObject: file)
        return try JSONDecoder().decode(ThemeDescription.self, from: data)
    }
}
