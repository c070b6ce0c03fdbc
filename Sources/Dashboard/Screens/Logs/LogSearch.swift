import Rendering
import Runs

/// Finding lines of the log, and what is done with the one that is selected.
enum LogSearch {
    static let commands: [Command] = [
        Command(
            "logs.search", [.key("s")], "find lines, the others stay; n and N go on",
            hint: "search",
            asks: RowFilter.question(
                verb: "search", title: "Search", for: LogLine.self, at: \.log.search
            ) { $0.find(from: $0.logCursor ?? $0.logLines.count - 1, by: -1) }),
        Command(
            "logs.next", [.key("n")], "the next line found, newer", hint: "found", for: "n N",
            obstacle: { nothingSought($0) }
        ) { $0.find(from: ($0.logCursor ?? $0.logLines.count - 1) + 1, by: 1) },
        Command(
            "logs.previous", [.key("N")], "the line found before, older",
            obstacle: { nothingSought($0) }
        ) { $0.find(from: ($0.logCursor ?? $0.logLines.count) - 1, by: -1) },
        Command(
            "logs.look", [.enter], "show the run as it was at the selected line's step",
            obstacle: {
                guard let step = $0.selectedLogLine?.entry.step else {
                    return "no line is selected"
                }
                return step < 1 ? "the line is from before the first step" : nil
            }
        ) { $0.look(at: $0.selectedLogLine?.entry.step) },
        Command.telling(
            "logs.copy", [.key("y")], "copy the selected line, or the newest",
            obstacle: { $0.copiedLogLine == nil ? "there is no line" : nil },
            yields: { $0.copiedLogLine.map { [.copy(text: $0)] } ?? [] }),
    ]

    private static func nothingSought(_ state: DashboardState) -> String? {
        state.log.search.isEmpty ? "nothing is sought: s begins a search" : nil
    }
}

extension DashboardState {
    /// The place of the selected line, or of the one before it where a filter hides it.
    var logCursor: Int? {
        guard let id = log.line else { return nil }
        let lines = logLines
        return lines.lastIndex { $0.id <= id } ?? (lines.isEmpty ? nil : 0)
    }

    var selectedLogLine: LogLine? { logCursor.map { logLines[$0] } }

    var copiedLogLine: String? {
        (selectedLogLine ?? logLines.last).map { line(of: $0).plain.trimmed }
    }

    /// Selects a line and scrolls as little as needed to show it.
    mutating func select(logLine index: Int) {
        let lines = logLines
        guard !lines.isEmpty else { return }
        let index = max(0, min(index, lines.count - 1))
        log.line = lines[index].id
        log.isFollowing = false
        var end = max(index + 1, lines.count - log.back)
        // As many lines from the selected one on as there is room for.
        let rect = layout.rect(of: .log)
        let room = max(1, visibleRows(of: .log))
        var used = 0
        for place in index..<end {
            used +=
                log.isWrapping
                ? max(1, line(of: lines[place]).wrapped(to: max(1, (rect?.width ?? 80) - 2)).count)
                : 1
            if used > room {
                end = max(place, index + 1)
                break
            }
        }
        log.back = lines.count - max(end, log.isWrapping ? 1 : min(room, lines.count))
        holdLog()
    }

    /// Remembers which line is the last one shown.
    mutating func holdLog() {
        let lines = logLines
        let end = lines.count - 1 - max(0, log.back)
        log.bottom = lines.indices.contains(end) ? lines[end].id : nil
    }

    /// Keeps the lines in place when others were added, unless the newest are followed.
    mutating func placeLog() {
        guard !log.isFollowing, let bottom = log.bottom else { return }
        let lines = logLines
        log.back = lines.count - 1 - (lines.lastIndex { $0.id <= bottom } ?? lines.count - 1)
    }

    /// Selects the next line that is sought, going round at the ends.
    mutating func find(from start: Int, by direction: Int) {
        guard !log.search.isEmpty else { return }
        let lines = logLines
        let search = log.search
        for offset in lines.indices {
            let place = start + offset * direction
            let index = (place % lines.count + lines.count) % lines.count
            guard search.accepts(lines[index]) else { continue }
            if place != index {
                say("the search went on at the \(direction > 0 ? "oldest" : "newest") line")
            }
            select(logLine: index)
            return
        }
        say("no line of \(lines.count) is like that")
    }

    /// The lines in sight: one entry a row, each with its line's place.
    func shownLog(width: Int, height: Int) -> [(index: Int, line: Line)] {
        let lines = logLines
        let height = max(0, height)
        let back = min(max(0, log.back), max(0, lines.count - (log.isWrapping ? 1 : height)))
        let end = max(0, lines.count - back)
        guard log.isWrapping else {
            return (max(0, end - height)..<end).map { ($0, line(of: lines[$0])) }
        }
        var shown: [(index: Int, line: Line)] = []
        for index in (0..<end).reversed() where shown.count < height {
            let parts = line(of: lines[index]).wrapped(to: max(1, width))
            shown.insert(contentsOf: parts.map { (index, $0) }, at: 0)
        }
        return Array(shown.suffix(height))
    }
}
