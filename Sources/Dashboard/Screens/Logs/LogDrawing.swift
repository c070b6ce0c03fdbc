import Rendering
import Runs

extension View {
    /// The newest lines at the bottom.
    mutating func drawLog(_ rect: Rect, isFocused: Bool) {
        let panel = state.log
        let lines = state.logLines
        let shift = panel.shift > 0 && !panel.isWrapping ? "  from column \(panel.shift)" : ""
        let follow = panel.isFollowing ? "following" : "\(panel.back) lines back, f follows"
        let inside = frame(
            rect, "Log",
            "\(follow)  level \(panel.level.rawValue) and up\(shift)"
                + (panel.filter.isEmpty ? "" : "  /\(panel.filter.text)"),
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
        let end = max(0, lines.count - min(panel.back, max(0, lines.count - inside.height)))
        if panel.isWrapping {
            var shown: [Line] = []
            for line in lines[..<end].reversed() where shown.count < inside.height {
                shown.insert(contentsOf: state.line(of: line).wrapped(to: inside.width), at: 0)
            }
            grid.write(shown, in: inside, from: max(0, shown.count - inside.height))
            return
        }
        for (row, line) in lines[max(0, end - inside.height)..<end].enumerated() {
            grid.write(
                state.line(of: line), x: inside.x - panel.shift, y: inside.y + row, clip: inside)
        }
    }
}
