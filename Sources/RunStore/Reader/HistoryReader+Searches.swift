import Foundation
import GRDB
import Runs

extension HistoryReader {
    /// The searches of the newest evaluation up to a step.
    func searches(upTo step: Int?) throws -> SearchView {
        guard try hasTable("search"),
            let found = try rows(
                "SELECT step FROM search WHERE step BETWEEN 0 AND ? ORDER BY step DESC LIMIT 1",
                [step ?? Int.max], { try $0.integer(0) }
            ).first
        else { return SearchView(step: nil, trees: []) }
        let trees = try rows(
            "SELECT record FROM search WHERE step = ? ORDER BY number", [found]
        ) { try SearchCoding.decode($0.bytes(0), step: found) }
        return SearchView(of: trees, formatting)
    }
}
