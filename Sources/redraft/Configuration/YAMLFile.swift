import Foundation
import Yams

/// Reads small YAML files that people write: configurations and themes.
enum YAMLFile {
    /// More than any such file needs; a larger one is a mistake.
    static let mostBytes = 1 << 20
    /// More values than any such file needs: aliases can make a small file large.
    static let mostValues = 10_000

    /// The text of a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - noun: what it should be, for the message.
    ///   - mostBytes: a larger one is refused.
    /// - Returns: the whole file.
    /// - Throws: `Failure` if it can't be read, is too large, or is not UTF-8.
    static func text(
        _ path: String, as noun: String, mostBytes: Int = mostBytes
    ) throws(Failure) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw .usage("\(path): can't be read as \(noun): \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw .usage("\(path): is a folder, not \(noun)")
        }
        guard status.st_size <= mostBytes else {
            throw .usage(
                "\(path): has \(status.st_size) bytes, too many for \(noun); "
                    + "expected \(mostBytes) at most")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .usage("\(path): can't be read as \(noun): \(String(cString: strerror(errno)))")
        }
        do {
            // What is no plain file has no size to go by.
            let data = try handle.read(upToCount: mostBytes + 1) ?? Data()
            guard data.count <= mostBytes else {
                throw Failure.usage(
                    "\(path): is too long for \(noun); expected \(mostBytes) bytes at most")
            }
            guard let text = String(data: data, encoding: .utf8) else {
                throw Failure.usage("\(path): is not \(noun): its bytes are not UTF-8")
            }
            return text
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .usage("\(path): can't be read as \(noun)")
        }
    }

    /// The values of a YAML text, flattened: `math:` with `numbers: 8` within is `math.numbers`.
    ///
    /// - Parameters:
    ///   - text: YAML, a mapping at its top.
    ///   - name: the file, for places and messages.
    /// - Returns: the values in the order of the file; none for an empty text.
    /// - Throws: `Failure` naming the line if the text is no YAML or holds more than values.
    static func settings(in text: String, name: String) throws(Failure) -> [Setting] {
        guard let mapping = try mapping(in: text, name: name, such: "steps: 600") else { return [] }
        return try settings(of: mapping, name: name)
    }

    /// The mapping at the top of a YAML text.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - name: the file, for messages.
    ///   - example: a line as it should hold.
    /// - Returns: nil for a text of nothing but comments.
    /// - Throws: `Failure` naming the line if the text is no YAML or no mapping.
    static func mapping(
        in text: String, name: String, such example: String
    ) throws(Failure) -> Node.Mapping? {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw .usage(message(error, name: name))
        }
        guard let node else { return nil }
        // A file of nothing but comments composes to an empty scalar.
        if case .scalar(let scalar) = node, scalar.string.isEmpty { return nil }
        guard case .mapping(let mapping) = node else {
            throw .usage("\(place(node, name)): expected lines such as '\(example)'")
        }
        return mapping
    }

    /// The values of a mapping, flattened.
    ///
    /// - Parameters:
    ///   - mapping: keys and values, or mappings of them.
    ///   - name: the file, for places and messages.
    /// - Returns: the values in the order of the file.
    /// - Throws: `Failure` naming the line if it holds more than values, or one of them twice.
    static func settings(of mapping: Node.Mapping, name: String) throws(Failure) -> [Setting] {
        var settings: [Setting] = []
        var visited = 0
        try flatten(mapping, prefix: "", name: name, visited: &visited, into: &settings)
        var lines: [String: String] = [:]
        for setting in settings {
            if let before = lines[setting.key] {
                throw .usage("\(setting.place): '\(setting.key)' was set before, at \(before)")
            }
            lines[setting.key] = setting.place
        }
        return settings
    }

    private static func flatten(
        _ mapping: Node.Mapping, prefix: String, name: String, visited: inout Int,
        into settings: inout [Setting]
    ) throws(Failure) {
        for (keyNode, value) in mapping {
            visited += 1
            guard visited <= mostValues else {
                throw .usage("\(name): holds more than \(mostValues) values")
            }
            guard case .scalar(let scalar) = keyNode else {
                throw .usage("\(place(keyNode, name)): a key must be a plain word")
            }
            let key = prefix + scalar.string
            switch value {
            case .scalar(let scalar):
                settings.append(
                    Setting(key: key, value: scalar.string, place: place(keyNode, name)))
            case .mapping(let inner):
                try flatten(
                    inner, prefix: key + ".", name: name, visited: &visited, into: &settings)
            case .sequence:
                throw .usage("\(place(keyNode, name)): \(key): a list; expected one value")
            case .alias:
                throw .usage("\(place(keyNode, name)): \(key): an alias; expected one value")
            }
        }
    }

    /// Where a node stands, for a message.
    static func place(_ node: Node, _ name: String) -> String {
        node.mark.map { "\(name):\($0.line)" } ?? name
    }

    /// A parser's error on one line.
    private static func message(_ error: any Error, name: String) -> String {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _),
            YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            return "\(name):\(mark.line): no YAML: \(problem)"
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            return "\(name):\(context.mark.line): given twice: "
                + duplicates.joined(separator: ", ")
        case YamlError.reader(let problem, _, _, _):
            return "\(name): no YAML: \(problem)"
        default:
            return "\(name): no YAML"
        }
    }
}
