/// Items below one another as rows: who stands below whom, which are folded, what is seen.
///
/// Built once from items that name their parents, and asked for the rows that are seen as often as a
/// fold changes. What takes time in proportion to the items may be inlined, so that it is compiled for the
/// names in use: unspecialised, hashing them took ten times as long.
public struct TreeOutline<ID: Hashable & Sendable>: Sendable {
    /// One item that is seen.
    public struct Row: Hashable, Sendable {
        /// The item.
        public var id: ID
        /// How many items it stands below.
        public var depth: Int
        /// How many items stand directly below it.
        public var children: Int
        /// How many items stand below it, directly or not.
        public var descendants: Int
        /// Whether what stands below it is hidden.
        public var isFolded: Bool
        /// Its place among all items, parents before children.
        @usableFromInline let position: Int

        @usableFromInline
        init(
            id: ID, depth: Int, children: Int, descendants: Int, isFolded: Bool, position: Int
        ) {
            self.id = id
            self.depth = depth
            self.children = children
            self.descendants = descendants
            self.isFolded = isFolded
            self.position = position
        }
    }

    /// The items, parents before children, siblings in the order they were given.
    public let ids: [ID]
    @usableFromInline let positions: [ID: Int]
    @usableFromInline let depths: [Int]
    /// The place after an item's last descendant.
    @usableFromInline let ends: [Int]
    @usableFromInline let parents: [Int]
    @usableFromInline let children: [Int]
    @usableFromInline let isLast: [Bool]

    /// Creates an outline.
    ///
    /// An item without a parent, or whose parent is not among the items, is a root; so is one item of a
    /// circle of parents. Of items with the same name the first counts.
    ///
    /// - Complexity: O(n).
    /// - Parameter items: names, each with that of the item it stands below.
    @inlinable
    public init(_ items: some Sequence<(id: ID, parent: ID?)>) {
        var names: [ID] = []
        var above: [ID?] = []
        var numbers: [ID: Int] = [:]
        for item in items where numbers[item.id] == nil {
            numbers[item.id] = names.count
            names.append(item.id)
            above.append(item.parent)
        }
        // Children as linked lists, filled from the back so that they keep their order.
        var firstChild = Array(repeating: -1, count: names.count)
        var nextSibling = firstChild
        var parent = firstChild
        for item in names.indices.reversed() {
            guard let name = above[item], let number = numbers[name], number != item else {
                continue
            }
            parent[item] = number
            nextSibling[item] = firstChild[number]
            firstChild[number] = item
        }
        var isPlaced = Array(repeating: false, count: names.count)
        var ids: [ID] = []
        var positions = [ID: Int](minimumCapacity: names.count)
        var (parents, depths): ([Int], [Int]) = ([], [])
        ids.reserveCapacity(names.count)
        let roots =
            names.indices.filter { parent[$0] < 0 } + names.indices.filter { parent[$0] >= 0 }
        for root in roots where !isPlaced[root] {
            var waiting = [(item: root, parent: -1)]
            while let next = waiting.popLast() {
                guard !isPlaced[next.item] else { continue }
                isPlaced[next.item] = true
                let position = ids.count
                positions[names[next.item]] = position
                ids.append(names[next.item])
                parents.append(next.parent)
                depths.append(next.parent < 0 ? 0 : depths[next.parent] + 1)
                let last = waiting.count
                var child = firstChild[next.item]
                while child >= 0 {
                    waiting.append((child, position))
                    child = nextSibling[child]
                }
                waiting[last...].reverse()
            }
        }
        var ends = ids.indices.map { $0 + 1 }
        var children = Array(repeating: 0, count: ids.count)
        var isLast = Array(repeating: false, count: ids.count)
        var hasLaterSibling = isLast
        for position in ids.indices.reversed() {
            let parent = parents[position]
            guard parent >= 0 else { continue }
            ends[parent] = max(ends[parent], ends[position])
            isLast[position] = !hasLaterSibling[parent]
            hasLaterSibling[parent] = true
            children[parent] += 1
        }
        self.ids = ids
        self.positions = positions
        self.depths = depths
        self.ends = ends
        self.parents = parents
        self.children = children
        self.isLast = isLast
    }

    /// How many items there are.
    public var count: Int { ids.count }

    /// The rows that are seen.
    ///
    /// - Complexity: O(rows).
    /// - Parameter folded: items that hide what stands below them.
    /// - Returns: a row for each item that no folded one hides, in reading order.
    @inlinable
    public func rows(folded: Set<ID> = []) -> [Row] {
        var rows: [Row] = []
        var position = 0
        while position < ids.count {
            let isFolded = children[position] > 0 && folded.contains(ids[position])
            rows.append(row(at: position, isFolded: isFolded))
            position = isFolded ? ends[position] : position + 1
        }
        return rows
    }

    /// The rows of items that fit, and of those they stand below, whether folded or not.
    ///
    /// - Complexity: O(n).
    /// - Parameter isWanted: whether an item fits.
    /// - Returns: their rows, in reading order.
    @inlinable
    public func rows(where isWanted: (ID) -> Bool) -> [Row] {
        var isKept = Array(repeating: false, count: ids.count)
        for position in ids.indices.reversed() {
            if !isKept[position] { isKept[position] = isWanted(ids[position]) }
            if isKept[position], parents[position] >= 0 { isKept[parents[position]] = true }
        }
        return ids.indices.filter { isKept[$0] }.map { row(at: $0, isFolded: false) }
    }

    /// The item that is seen in place of another: itself, or the outermost folded one above it.
    ///
    /// - Parameters:
    ///   - id: the item looked for.
    ///   - folded: items that hide what stands below them.
    /// - Returns: the item seen, or nil if there is no such item.
    public func shown(for id: ID, folded: Set<ID>) -> ID? {
        guard let start = positions[id] else { return nil }
        var shown = start
        var position = parents[start]
        while position >= 0 {
            if folded.contains(ids[position]) { shown = position }
            position = parents[position]
        }
        return ids[shown]
    }

    /// The item another stands directly below.
    ///
    /// - Parameter id: the lower item.
    /// - Returns: the upper one, or nil for a root or an unknown item.
    @inlinable
    public func parent(of id: ID) -> ID? {
        guard let position = positions[id], parents[position] >= 0 else { return nil }
        return ids[parents[position]]
    }

    /// The first item directly below another.
    ///
    /// - Parameter id: the upper item.
    /// - Returns: the lower one, or nil if there is none.
    @inlinable
    public func firstChild(of id: ID) -> ID? {
        guard let position = positions[id], children[position] > 0 else { return nil }
        return ids[position + 1]
    }

    /// Where an item is among rows of this outline.
    ///
    /// - Complexity: O(log(rows)).
    /// - Parameters:
    ///   - id: the item.
    ///   - rows: rows of this outline, in its order.
    /// - Returns: the row's index; nil if the item is not among them.
    @inlinable
    public func index(of id: ID, in rows: [Row]) -> Int? {
        guard let position = positions[id] else { return nil }
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && rows[low].position == position ? low : nil
    }

    /// Every item that has others below it, for folding all.
    public var branches: Set<ID> {
        Set(ids.indices.lazy.filter { children[$0] > 0 }.map { ids[$0] })
    }

    /// The lines before a row's text that lead to what it stands below, and its fold mark.
    ///
    ///     ▾ root
    ///     ├─▾ branch
    ///     │ └── leaf
    ///     └─▸ folded
    ///
    /// - Complexity: O(depth).
    /// - Parameter row: one of this outline's rows.
    /// - Returns: `2 · depth + 2` columns.
    public func guides(of row: Row) -> Line {
        guard ids.indices.contains(row.position) else { return Line() }
        var levels = ""
        var position = row.position
        if row.depth > 0 {
            // From the row upwards; each step is put before those below it.
            var steps = [isLast[position] ? "└─" : "├─"]
            position = parents[position]
            while position >= 0, depths[position] > 0 {
                steps.append(isLast[position] ? "  " : "│ ")
                position = parents[position]
            }
            levels = steps.reversed().joined()
        }
        let mark = row.children > 0 ? row.isFolded ? "▸ " : "▾ " : row.depth > 0 ? "─ " : "  "
        return Line([Span(levels, .border), Span(mark, row.children > 0 ? .key : .border)])
    }

    @usableFromInline
    func row(at position: Int, isFolded: Bool) -> Row {
        Row(
            id: ids[position], depth: depths[position], children: children[position],
            descendants: ends[position] - position - 1, isFolded: isFolded, position: position)
    }
}
