import Runs

/// What can be done on the chain screen.
enum ChainCommands {
    static let all: [Command] = walking + jumps + comparing + tokens

    private static let noChain: Command.Words = { $0.chainView == nil ? "no chain is shown" : nil }

    private static let walking: [Command] = [
        Command(
            "chain.left", [.key("h"), .left], "previous revision of the chain", hint: "revision",
            for: "h l"
        ) { $0.turnRevision(-1) },
        Command("chain.right", [.key("l"), .right], "next revision of the chain") {
            $0.turnRevision(1)
        },
        Command(
            "chain.previous", [.key("[")], "previous episode", hint: "episode", for: "[ ]"
        ) { $0.turnEpisode(older: true) },
        Command("chain.next", [.key("]")], "next episode") { $0.turnEpisode(older: false) },
        Command(
            "chain.parent", [.key("p")], "the chain as it ended one revision before",
            obstacle: {
                guard let chain = $0.chainView else { return "no chain is shown" }
                return chain.revisions.count < 2 ? "a draft has no parent" : nil
            }
        ) { $0.openParent() },
        Command(
            "chain.child", [.key("n")], "the next chain made from this one",
            obstacle: {
                $0.chainView?.children.isEmpty == false
                    ? nil : "nothing was made from this revision yet"
            }
        ) { $0.openChild() },
        Command("chain.sibling", [.enter], "open the chain of the selected sibling") {
            guard let sibling = $0.selectedSibling, let view = $0.chainView,
                sibling.id != view.episode
            else { return }
            $0.chain.jump(
                to: sibling.id, because: "sibling \(sibling.id.completion) of \(view.episode)")
        },
        Command(
            "chain.back", [.backspace, .control("o")], "back to the chain the last jump left",
            obstacle: { $0.chain.visited.isEmpty ? "no jump was made" : nil }
        ) { $0.chain.goBack() },
    ]

    private static let jumps: [Command] = [
        jump("best-of-task", [.key("b")], .bestOfTask, "the best chain of this task"),
        jump("worst-of-task", [.key("w")], .worstOfTask, "the worst chain of this task"),
        jump("best", [.key("B")], .best, "the best chain up to the step looked at"),
        jump("worst", [], .worst, "the worst chain up to the step looked at"),
        jump("gained", [], .gained, "the revision that gained most"),
        jump("lost", [], .lost, "the revision that lost most"),
        jump(
            "next-broken", [.key("r")], .nextRightToWrong, "the next revision from right to wrong"),
        jump(
            "previous-broken", [.key("R")], .previousRightToWrong,
            "the previous revision from right to wrong"),
        jump(
            "next-mended", [.key("o")], .nextWrongToRight, "the next revision from wrong to right"),
        jump(
            "previous-mended", [.key("O")], .previousWrongToRight,
            "the previous revision from wrong to right"),
    ]

    private static func jump(
        _ name: String, _ keys: [DashboardKey], _ goal: ChainJump.Goal, _ help: String
    ) -> Command {
        Command(
            "chain.\(name)", keys, help,
            obstacle: noChain
        ) { $0.jump(to: goal) }
    }

    private static let comparing: [Command] = [
        Command(
            "chain.view", [.key("v")], "inline, side by side, words in one flow, or the texts",
            hint: "view"
        ) { $0.turnDifferenceMode() },
        Command(
            "chain.mark", [.key("m")], "compare others with this revision; again to stop",
            obstacle: noChain
        ) { state in
            let shown = state.shownRevision?.id
            state.chain.marked = state.chain.marked == shown ? nil : shown
        },
        Command("chain.next-change", [.key("e")], "scroll to the next changed place") {
            $0.turnChange(1)
        },
        Command("chain.previous-change", [.key("E")], "scroll to the previous changed place") {
            $0.turnChange(-1)
        },
        Command("chain.sort", [.key("s")], "sort the siblings by the next column") {
            $0.sortSiblings(by: $0.chain.siblingOrder.column.next)
        },
        Command("chain.reverse", [.key("S")], "reverse the order of the siblings") {
            $0.chain.siblingOrder.isReversed.toggle()
        },
    ]

    private static let tokens: [Command] = [
        Command.telling(
            "chain.tokens", [.key("T")],
            "ask the policy which tokens of this revision it finds more or less likely now",
            hint: "tokens", obstacle: noChain,
            yields: {
                $0.focus[.chain] = .tokens
                return $0.askTokens()
            }),
        Command("chain.auto", [.key("a")], "ask so about each revision looked at, or not") {
            $0.chain.scoring.isAuto.toggle()
            $0.say(
                $0.chain.scoring.isAuto
                    ? "each revision looked at is scored again: it costs the trainer time"
                    : "revisions are scored again only when asked, by T")
        },
        Command(
            "chain.source", [.key("c")], "whose weights are asked: live, or a checkpoint's",
            asks: source),
        Command.telling(
            "chain.play", [.key("P")], "play this task with the current policy", hint: "play",
            obstacle: noChain, yields: { $0.playShownTask() }),
    ]

    private static let source = Question(
        verb: "weights", title: "Score tokens by whose weights",
        hint: { _ in PolicySource.accepted },
        initial: { $0.typed($0.chain.scoring.source) }
    ) { state, text in
        guard let source = PolicySource(typed: text) else {
            return .refused("expected \(PolicySource.accepted)")
        }
        state.chain.scoring.source = source
        state.chain.scoring.cursor = ListCursor()
        return .accepted([])
    }
}
