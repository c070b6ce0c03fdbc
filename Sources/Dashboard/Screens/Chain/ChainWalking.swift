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
    mutating func chooseEpisode(_ episode: RevisionID?) { chain.choose(episode) }

    mutating func resetRevision() { chain.resetRevision() }

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

    /// Goes to another revision of the chain.
    mutating func turnRevision(_ direction: Int) {
        guard let view = chainView else { return }
        let last = view.revisions.count - 1
        chain.revision = max(0, min(last, (chain.revision ?? last) + direction))
        resetRevision()
    }

    /// Moves in the table of the group.
    mutating func moveAlongSiblings(_ movement: Movement) {
        guard let revision = shownRevision else { return }
        let count = revision.siblings.count
        let current = chain.sibling ?? revision.siblings.firstIndex { $0.id == revision.id } ?? 0
        let page = max(1, visibleRows(of: .siblings))
        chain.siblings.select(
            movement.target(from: current, count: count, page: page), of: count, visible: page)
        chain.sibling = chain.siblings.selected
    }

    /// Takes the list of episodes that has come.
    mutating func settleEpisodes() {
        if chain.pendingTurn != nil {
            makePendingTurn()
        } else if chain.episode == nil, let newest = listedEpisodes.first {
            // The chain being read stays when newer episodes arrive.
            chain.episode = newest.id
        }
    }
}
