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

    var selectedSibling: ChainView.Sibling? {
        guard let revision = shownRevision, let index = chain.sibling,
            revision.siblings.indices.contains(index)
        else { return nil }
        return revision.siblings[index]
    }

    /// Shows another episode's chain; nil for the newest one.
    mutating func chooseEpisode(_ episode: RevisionID?) {
        chain.episode = episode
        chain.revision = nil
        chain.child = 0
        resetRevision()
    }

    /// Forgets what was scrolled and selected in the revision looked at before.
    mutating func resetRevision() {
        chain.sibling = nil
        chain.siblings = ListCursor()
        chain.differenceTop = 0
        chain.promptTop = 0
    }

    /// Goes to the next older or newer episode of the list, or to the neighbouring step's list.
    mutating func turnEpisode(older: Bool) {
        let episodes = listedEpisodes
        guard let shown = chain.episode ?? episodes.first?.id else { return }
        guard let index = episodes.firstIndex(where: { $0.id == shown }) else {
            // The chain came from another panel: list the episodes of its step first.
            chain.episode = shown
            chain.anchor = shown.step
            chain.pendingTurn = older
            return
        }
        let target = older ? index + 1 : index - 1
        if episodes.indices.contains(target) {
            chooseEpisode(episodes[target].id)
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
            chooseEpisode(episodes[max(0, min(target, episodes.count - 1))].id)
        }
    }

    /// Makes the turn that waited for its list.
    private mutating func makePendingTurn() {
        guard let older = chain.pendingTurn else { return }
        chain.pendingTurn = nil
        let episodes = listedEpisodes
        if let shown = chain.episode, let index = episodes.firstIndex(where: { $0.id == shown }) {
            let target = older ? index + 1 : index - 1
            if episodes.indices.contains(target) { chooseEpisode(episodes[target].id) }
        } else if let one = older ? episodes.first : episodes.last {
            chooseEpisode(one.id)
        }
    }

    mutating func openParent() {
        guard let view = chainView, view.revisions.count > 1 else { return }
        chooseEpisode(view.revisions[view.revisions.count - 2].id)
    }

    mutating func openChild() {
        guard let view = chainView, !view.children.isEmpty else { return }
        chooseEpisode(view.children[chain.child % view.children.count])
    }

    /// Brings the selections in line with an answer that has come.
    mutating func settle(_ slot: QueryBoard.Slot) {
        switch slot {
        case .buffer: placeBufferSelection()
        case .episodes:
            guard screen == .chain else { return }
            if chain.pendingTurn != nil {
                makePendingTurn()
            } else if chain.episode == nil, let newest = listedEpisodes.first {
                // The chain being read stays when newer episodes arrive.
                chain.episode = newest.id
            }
        case .chain:
            guard let view = chainView else { return }
            if let index = chain.revision { chain.revision = min(index, view.revisions.count - 1) }
        case .warmStart, .row, .overviewCurve, .depths, .curves, .log: break
        }
    }
}
