/// A theme file as it is written: a base16 or base24 scheme with an optional `roles` block.
///
///     system: "base16"            # or base24; may be missing
///     name: "Harbour"             # older files say `scheme`
///     variant: "dark"             # or light; guessed from the palette if missing
///     palette:                    # older files have these keys at the top
///       base00: "#101418"         # ... base0F; base24 goes on to base17
///     roles:                      # optional
///       border.focus: base0D bold
///
/// Decoding keeps the texts as they are and never fails on a value, so that every decoder reports
/// mistakes alike: ``Theme/init(_:)`` says what is wrong.
///
/// - Source: tinted-theming, styling 0.4, https://github.com/tinted-theming/home.
public struct ThemeDescription: Decodable, Sendable, Equatable {
    /// The scheme's name, if it says one.
    public var name: String?
    /// `dark` or `light`, if it says.
    public var variant: String?
    /// Colours by key, `base00` to `base17`.
    public var palette: [String: String]
    /// Role expressions by role name.
    public var roles: [String: String]
    /// Keys that mean nothing here.
    public var unknownKeys: [String]
    /// The first value that is not of the kind its key asks for.
    var mistake: ThemeError?

    /// Creates a description.
    ///
    /// - Parameters:
    ///   - name: the scheme's name.
    ///   - variant: `dark` or `light`.
    ///   - palette: colours by key.
    ///   - roles: role expressions by role name.
    public init(
        name: String? = nil, variant: String? = nil, palette: [String: String],
        roles: [String: String] = [:]
    ) {
        self.name = name
        self.variant = variant
        self.palette = palette
        self.roles = roles
        unknownKeys = []
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static let harmlessKeys: Set<String> = ["system", "slug", "author", "description"]

    /// Reads a description with any decoder.
    ///
    /// - Parameter decoder: where to read from.
    /// - Throws: `DecodingError` if the file as a whole is not made of keys and values.
    public init(from decoder: any Decoder) throws {
        self.init(palette: [:])
        let file = try decoder.container(keyedBy: Key.self)
        for key in file.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
            switch key.stringValue {
            case "name", "scheme":
                // A legacy file may have both; `name` wins.
                if let text = text(file, key), name == nil || key.stringValue == "name" {
                    name = text
                }
            case "variant": variant = text(file, key)?.lowercased()
            case "palette":
                for (name, color) in texts(file, key) {
                    if ThemeDescription.isColorKey(name) {
                        palette[name] = color
                    } else {
                        unknownKeys.append("palette." + name)
                    }
                }
                unknownKeys.sort()
            case "roles": roles = texts(file, key)
            case let other where ThemeDescription.isColorKey(other):
                palette[other] = text(file, key) ?? ""
            case let other:
                if !ThemeDescription.harmlessKeys.contains(other) { unknownKeys.append(other) }
            }
        }
    }

    static func isColorKey(_ key: String) -> Bool {
        key.hasPrefix("base") && key.utf8.count == 6 && key.suffix(2).allSatisfy(\.isHexDigit)
    }

    private mutating func text(_ file: KeyedDecodingContainer<Key>, _ key: Key) -> String? {
        do {
            return try file.decode(String.self, forKey: key)
        } catch {
            note(key.stringValue, accepted: "a text")
            return nil
        }
    }

    private mutating func texts(
        _ file: KeyedDecodingContainer<Key>, _ outer: Key
    ) -> [String: String] {
        do {
            let block = try file.nestedContainer(keyedBy: Key.self, forKey: outer)
            var result: [String: String] = [:]
            for key in block.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
                do {
                    result[key.stringValue] = try block.decode(String.self, forKey: key)
                } catch {
                    note(outer.stringValue + "." + key.stringValue, accepted: "a text")
                }
            }
            return result
        } catch {
            note(outer.stringValue, accepted: "keys with a text each")
            return [:]
        }
    }

    private mutating func note(_ key: String, accepted: String) {
        if mistake == nil {
            mistake = ThemeError(key: key, value: "something else", accepted: accepted)
        }
    }
}

/// What is wrong in a theme file.
public struct ThemeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The key whose value is wrong.
    public var key: String
    /// The value as it is written, or what is there instead.
    public var value: String
    /// What may stand there.
    public var accepted: String

    /// One line with key, value and what is accepted.
    public var description: String { "\(key): \(value) is not accepted; give \(accepted)" }
}
