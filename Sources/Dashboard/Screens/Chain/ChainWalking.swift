import Runs

extension DashboardState {
    /// The revision of the chain that is looked at.
    var shownRevision: ChainView.Revision? {
        guard let view = chainView, !view.revisions.isEmpty else { return nil }
        let last = view.revisions.count - 1
        return view.revisions[max(0, min(chain.revision ?? last, last))]
    }

    /// The revision before the one looked at, within the same turn.
    var revisionBefore: ChainView.Revision? {
        guard let view = chainView, let shown = shownRevision,
            let index = view.revisions.firstIndex(where: { $0.id == shown.id }), index > 0,
            view.revisions[index - 1].turn == shown.turn
        else { return nil }
        return view.revisions[index - 1]
    }

    /// The revision the one looked at is compared with: the marked one, else the one before.
    var comparedRevision: ChainView.Revision? {
        if let marked = chain.marked, marked != shownRevision?.id,
            let revision = chainView?.revisions.first(where: { $0.id == marked })
        {
            return revision
        }
        return revisionBefore
    }

    /// The completions of the group, by their places in it, in the order of the table.
    var siblingPlaces: [Int] {
        shownRevision.map { chain.siblingOrder.places(in: $0.siblings) } ?? []
    }

    /// The place in the group of the completion the table's cursor is on.
    var siblingPlace: Int? {
        guard let revision = shownRevision else { return nil }
        return chain.sibling ?? revision.siblings.firstIndex { $0.id == revision.id }
    }

    var selectedSibling: ChainView.Sibling? {
        guard let revision = shownRevision, let index = chain.sibling,
            revision.siblings.indices.contains(index)
        else { return nil }
        return revision.siblings[index]
    }

    /// Shows another episode's chain, chosen on another screen.
    mutating func chooseEpisode(_ episode: RevisionID) {
        chain.jump(to: episode, because: "from the \(screen.name) screen")
    }

    mutating func resetRevision() { chain.resetRevision() }

    /// Goes to the next older or newer episode of the list, or to the neighbouring step's list.
    mutating func turnEpisode(older: Bool) {
        let episodes = listedEpisodes
        guard let shown = chain.episode ?? episodes.first?.id else { return }
        guard let index = episodes.firstIndex(where: { $0.id == shown }) else {
            // The chain came from another panel: list the episodes of its step first.
            chain.choose(shown)
            chain.anchor = shown.step
            chain.pendingTurn = older
            return
        }
        let target = older ? index + 1 : index - 1
        if episodes.indices.contains(target) {
            chain.choose(episodes[target].id)
        } else if older, let last = episodes.last, last.id.step > 1 {
            chain.anchor = last.id.step - 1
            chain.pendingTurn = older
        } else if !older, let first = episodes.first, first.id.step < shownStep {
            chain.anchor = first.id.step + 1
            chain.pendingTurn = older
        } else {
            say(older ? "this is the oldest episode" : "this is the newest episode")
        }
    }

    /// Moves in the list of episodes; past its ends to the neighbouring step's list.
    mutating func moveAlongEpisodes(_ movement: Movement, page: Int) {
        let episodes = listedEpisodes
        let shown = chain.episode ?? episodes.first?.id
        guard let index = episodes.firstIndex(where: { $0.id == shown }) else {
            turnEpisode(older: movement == .down)
            return
        }
        let target = movement.target(from: index, count: episodes.count, page: page)
        if movement == .up || movement == .down, !episodes.indices.contains(target) {
            turnEpisode(older: movement == .down)
        } else if !episodes.isEmpty {
            chain.choose(episodes[max(0, min(target, episodes.count - 1))].id)
        }
    }

    /// Makes the turn that waited for its list.
    private mutating func makePendingTurn() {
        guard let older = chain.pendingTurn else { return }
        chain.pendingTurn = nil
        let episodes = listedEpisodes
        if let shown = chain.episode, let index = episodes.firstIndex(where: { $0.id == shown }) {
            let target = older ? index + 1 : index - 1
            if episodes.indices.contains(target) { chain.choose(episodes[target].id) }
        } else if let one = older ? episodes.first : episodes.last {
            chain.choose(one.id)
        }
    }

    mutating func openParent() {
        guard let view = chainView, view.revisions.count > 1 else { return }
        chain.jump(
            to: view.revisions[view.revisions.count - 2].id, because: "parent of \(view.episode)")
    }

    /// Goes to a chain that was made from this one; from there, back and again, to the next.
    mutating func openChild() {
        guard let view = chainView, !view.children.isEmpty else { return }
        let index = chain.child % view.children.count
        chain.child = index + 1
        chain.jump(
            to: view.children[index],
            because: "child \(index + 1) of \(view.children.count) of \(view.episode)")
    }

    /// The next way to compare that the window has room for.
    mutating func turnDifferenceMode() {
        repeat { chain.mode = chain.mode.next } while columns < chain.mode.leastColumns
        chain.differenceTop = 0
    }

    mutating func sortSiblings(by column: SiblingOrder.Column) {
        chain.siblingOrder = SiblingOrder(column: column)
        chain.siblings.top = 0
    }

    /// Goes to another revision of the chain.
    mutating func turnRevision(_ direction: Int) {
        guard let view = chainView else { return }
        let last = view.revisions.count - 1
        chain.revision = max(0, min(last, (chain.revision ?? last) + direction))
        resetRevision()
    }

    /// Moves in the table of the group.
    mutating func moveAlongSiblings(_ movement: Movement) {
        let places = siblingPlaces
        guard let current = places.firstIndex(where: { $0 == siblingPlace }) ?? places.indices.first
        else { return }
        let page = max(1, visibleRows(of: .siblings))
        chain.siblings.select(
            movement.target(from: current, count: places.count, page: page), of: places.count,
            visible: page)
        chain.sibling = places[chain.siblings.selected]
    }

    /// Moves in the table of tokens.
    mutating func moveAlongTokens(_ movement: Movement) {
        guard case .scored(let scored) = shownScoring else { return }
        let page = max(1, tokenRows(scored, in: layout.rect(of: .tokens)))
        chain.scoring.cursor.select(
            movement.target(
                from: chain.scoring.cursor.selected, count: scored.tokens.count, page: page),
            of: scored.tokens.count, visible: page)
    }

    /// Takes the list of episodes that has come.
    mutating func settleEpisodes() {
        if chain.pendingTurn != nil {
            makePendingTurn()
        } else if chain.episode == nil, let newest = listedEpisodes.first {
            // The chain being read stays when newer episodes arrive.
            chain.choose(newest.id)
        }
    }
}
