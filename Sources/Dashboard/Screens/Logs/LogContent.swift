import Rendering
import Runs

extension DashboardState {
    func line(of log: LogLine) -> Line {
        let entry = log.entry
        let (word, tone): (String, Style) =
            switch entry.level {
            case .debug: ("debug", .dim)
            case .info: ("info", .text)
            case .warning: ("warn", .warning)
            case .error: ("ERROR", .bad)
            }
        let mark = entry.level >= .warning ? "!" : " "
        var message = Line(entry.message, entry.level >= .warning ? tone : .text)
        for word in self.log.filter.words + self.log.search.words {
            message = message.highlighting(word)
        }
        return [
            Span(Format.clock(entry.time, offset: capabilities.clockOffset), .dim),
            Span(" \(entry.step)".right(7), .dim), Span(" \(mark) ", tone),
            Span(word.left(6), tone),
        ] + message
    }
}
