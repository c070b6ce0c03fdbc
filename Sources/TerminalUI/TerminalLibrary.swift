import CTerminal

/// The library that draws on terminals.
public enum TerminalLibrary {
    /// Its name and version, such as `ncurses 6.4.20221231`.
    public static var version: String { String(cString: ct_library_version()) }
}
