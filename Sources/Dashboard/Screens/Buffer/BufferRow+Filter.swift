import Runs

extension BufferView.Row: FilterRow {
    static let numbers = [
        "depth", "score", "quality", "probability", "created", "sampled", "turn", "id",
    ]
    static let texts = ["task", "kind"]

    func number(_ key: String) -> Double? {
        switch key {
        case "depth": Double(depth)
        case "score": score
        case "quality": quality
        case "probability": probability
        case "created": Double(created)
        case "sampled": Double(sampled)
        case "turn": Double(turn)
        default: Double(id)
        }
    }

    func text(_ key: String) -> String? {
        key == "task" ? "\(task) \(taskText)" : isBare ? "task" : "revision"
    }

    var words: String { "#\(id) \(taskText) \(latestText ?? "")" }
}

extension LogLine: FilterRow {
    static let numbers = ["step"]
    static let texts = ["level"]

    func number(_ key: String) -> Double? { Double(entry.step) }

    func text(_ key: String) -> String? { entry.level.rawValue }

    var words: String { entry.message }
}
