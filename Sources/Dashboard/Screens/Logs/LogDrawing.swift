import Rendering
import Runs

extension View {
    /// The newest lines at the bottom.
    mutating func drawLog(_ rect: Rect, isFocused: Bool) {
        let panel = state.log
        let lines = state.logLines
        let moved = panel.shift > 0 && !panel.isWrapping ? "  from column \(panel.shift)" : ""
        let back = panel.back == 0 ? "held" : "\(panel.back) lines back"
        let follow = panel.isFollowing ? "following" : "\(back), f follows"
        let inside = frame(
            rect, "Log",
            "\(follow)  level \(panel.level.rawValue) and up\(moved)"
                + (panel.filter.isEmpty
                    ? ""
                    : "  \(lines.count) of \(state.answeredLogLines)  /\(panel.filter.text)")
                + (panel.search.isEmpty ? "" : "  sought: \(panel.search.text)"),
            isFocused: isFocused)
        guard !lines.isEmpty else {
            let isAnswered = state.answer(.log) != nil
            if case .failed = state.answer(.log) {
                grid.write(state.waiting(.log), in: inside)
            } else {
                grid.write(
                    isAnswered
                        ? [
                            Line(
                                panel.filter.isEmpty
                                    ? "no line of this level" : "nothing passes the filter", .dim)
                        ] : state.waiting(.log), in: inside)
            }
            return
        }
        let shift = panel.isWrapping ? 0 : panel.shift
        let cursor = state.logCursor
        for (row, shown) in state.shownLog(width: inside.width, height: inside.height).enumerated()
        {
            grid.write(shown.line, x: inside.x - shift, y: inside.y + row, clip: inside)
            if shown.index == cursor { grid.ground(inside.row(row), .select) }
        }
    }
}
