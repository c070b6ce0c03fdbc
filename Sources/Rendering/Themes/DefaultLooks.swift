/// What roles look like where a theme file says nothing.
extension Theme {
    /// Role expressions over a base16 palette.
    ///
    /// Text is never base03, which fails to stand out in many schemes.
    static let defaultExpressions: [String: String] = [
        "text": "base05 on base00",
        "text.dim": "base04",
        "text.strong": "base06 bold",
        "title": "base05 bold",
        "title.focus": "base0D bold",
        "border": "base03",
        "border.focus": "base0D",
        "select": "base07 on base02 bold",
        "select.inactive": "base05 on base01",
        "header": "base06 on base01",
        "footer": "base04 on base01",
        "key": "base0C bold",
        "good": "base0B",
        "bad": "base08",
        "warning": "base0A",
        "info": "base0C",
        "state.running": "base0B bold",
        "state.paused": "base0A bold reverse",
        "state.finished": "base0C bold",
        "state.failed": "base08 bold reverse",
        "diff.add": "base0B on mix(base00, base0B, 12)",
        "diff.add.word": "base0B on mix(base00, base0B, 25) bold",
        "diff.del": "base08 on mix(base00, base08, 12)",
        "diff.del.word": "base08 on mix(base00, base08, 25) underline",
        "diff.change": "base0E",
        "escape": "base0E reverse",
        "axis": "base03",
        "axis.label": "base04",
        "chart.band": "base03",
        "chart.raw": "base03",
        "cursor": "base09",
        "bar": "base0D",
        "bar.track": "base03",
        "match": "base00 on base0A",
        "panel": "base05 on base01",
        "input": "base07 on base02",
        "disabled": "base03",
    ]

    /// Slots of the user's sixteen, and emphasis without colours, for every role.
    static let defaultLooks: [Look] = {
        var looks = Array(repeating: Look(), count: Role.count)
        func set(
            _ role: Role, _ slot: Int8?, _ slotAttributes: Attributes = [], mono: Attributes = [],
            ground: Int8? = nil
        ) {
            looks[Int(role.index)] = Look(
                slot: slot, groundSlot: ground, slotAttributes: slotAttributes, mono: mono)
        }
        set(.dim, nil, .dim, mono: .dim)
        set(.strong, nil, .bold, mono: .bold)
        set(.title, nil, .bold, mono: .bold)
        set(.titleFocus, 6, .bold, mono: [.bold, .reverse])
        set(.border, nil, .dim, mono: .dim)
        set(.borderFocus, 6, mono: .bold)
        set(.select, nil, .reverse, mono: .reverse)
        set(.selectInactive, nil, .underline, mono: .underline)
        set(.header, nil, .reverse, mono: .reverse)
        set(.footer, nil, .dim, mono: .dim)
        set(.key, 6, .bold, mono: .bold)
        set(.good, 2)
        set(.bad, 1, .bold, mono: .bold)
        set(.warning, 3, mono: .bold)
        set(.info, 6)
        set(.stateRunning, 2, .bold, mono: .bold)
        set(.statePaused, 3, [.bold, .reverse], mono: [.bold, .reverse])
        set(.stateFinished, 6, .bold, mono: .bold)
        set(.stateFailed, 1, [.bold, .reverse], mono: [.bold, .reverse])
        set(.diffAdd, 2)
        set(.diffAddWord, 2, .bold, mono: .bold)
        set(.diffDelete, 1, mono: .dim)
        set(.diffDeleteWord, 1, .underline, mono: .underline)
        set(.diffChange, 5)
        set(.escape, 5, .reverse, mono: .reverse)
        set(.axis, nil, .dim, mono: .dim)
        set(.axisLabel, nil)
        set(.band, nil, .dim, mono: .dim)
        set(.raw, nil, .dim, mono: .dim)
        set(.cursor, 3, mono: .bold)
        set(.bar, 6)
        set(.barTrack, nil, .dim, mono: .dim)
        set(.match, 0, mono: .reverse, ground: 3)
        set(.input, nil, .underline, mono: .underline)
        set(.disabled, nil, .dim, mono: .dim)
        for (number, slot) in [6, 3, 2, 5, 4, 1, 14, 13].enumerated() {
            set(.series(number), Int8(slot))
        }
        for step in 0..<Role.heatSteps {
            let slots: [Int8] = [4, 6, 2, 3]
            set(
                .heat(Double(step) / Double(Role.heatSteps - 1)),
                slots[step * slots.count / Role.heatSteps])
        }
        return looks
    }()
}
