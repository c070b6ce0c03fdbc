import Rendering

/// How bright what a terminal draws on is.
public enum TerminalBackground: Hashable, Sendable {
    /// Light text is read on it.
    case dark
    /// Dark text is read on it.
    case light

    /// The brightness of a colour.
    ///
    /// - Parameter color: the background.
    init(_ color: RGB) {
        // White on this grey and black on it are read equally well.
        self = color.luminance > 0.179 ? .light : .dark
    }
}
