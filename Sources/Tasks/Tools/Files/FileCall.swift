/// One call of the file system: a name and as many arguments as it takes.
///
/// The number of arguments is fixed by the name, so that a list of calls needs no separators.
struct FileCall: Hashable, Sendable {
    /// What a call does.
    enum Kind: Int, CaseIterable, Sendable {
        case cd, mv, rm, touch, write, cat, find, ls

        var text: String {
            switch self {
            case .cd: "cd"
            case .mv: "mv"
            case .rm: "rm"
            case .touch: "touch"
            case .write: "write"
            case .cat: "cat"
            case .find: "find"
            case .ls: "ls"
            }
        }

        /// What the first argument names; nil where there is none.
        var first: Argument? {
            switch self {
            case .cd: .directory
            case .mv, .rm, .touch, .write, .cat, .find: .file
            case .ls: nil
            }
        }

        /// What the second argument names; nil where there is none.
        var second: Argument? {
            switch self {
            case .mv: .directory
            case .write: .word
            case .cd, .rm, .touch, .cat, .find, .ls: nil
            }
        }
    }

    /// What an argument names.
    enum Argument: Hashable, Sendable {
        case directory, file, word
    }

    var kind: Kind
    /// The first argument; 0 where there is none.
    var first: Int
    /// The second argument; 0 where there is none.
    var second: Int

    init(_ kind: Kind, _ first: Int = 0, _ second: Int = 0) {
        self.kind = kind
        self.first = first
        self.second = second
    }

    /// The place of the call among all calls, below `count`.
    var index: Int { kind.rawValue * 64 + first * 8 + second }

    /// Calls that an index tells apart.
    static let count = Kind.allCases.count * 64
}

/// What a call gave back.
enum FileResult: Hashable, Sendable {
    case done
    /// No such file here, or for `find` anywhere.
    case missing
    /// The file is there already.
    case exists
    /// Where `find` found a file.
    case directory(Int)
    /// What `cat` read.
    case word(Int)
    /// Files of the current directory, a bit each; `ls` shows the first three.
    case listing(UInt8)
}

extension FileResult {
    /// The most files `ls` shows.
    static let shown = 3

    /// The files a listing shows, in order.
    static func shownFiles(_ mask: UInt8) -> [Int] {
        Array((0..<FileWorld.capacity).filter { mask >> UInt8($0) & 1 == 1 }.prefix(shown))
    }
}
