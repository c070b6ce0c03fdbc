extension Line {
    /// The line without its first columns, for text that is wider than its room.
    ///
    /// - Parameter columns: how many are cut off; where something was lost, the first column left
    ///   shows `…`.
    /// - Returns: what is left.
    public func dropping(columns: Int) -> Line {
        guard columns > 0 else { return self }
        var left = columns + 1
        var kept: [(glyph: Glyph, style: Style)] = []
        for span in spans {
            DisplayText.visit(span.text) { glyph in
                if left <= 0 {
                    kept.append((glyph, span.style))
                    return true
                }
                left -= glyph.width
                guard left <= 0 else { return true }
                kept.append((Glyph(scalar: "…"), span.style))
                // A wide glyph lost its left half only.
                if left < 0 { kept.append((.space, span.style)) }
                return true
            }
        }
        return LineWrapper.line(kept)
    }

    /// Where a text occurs in the line, for highlighting and for counting hits.
    ///
    /// Letters are compared without regard to case, unless the text has a capital.
    ///
    /// - Parameter text: what is looked for.
    /// - Returns: ranges of characters over all pieces, from the left, none touching another's inside.
    public func ranges(of text: String) -> [Range<Int>] {
        let isExact = text.contains(where: \.isUppercase)
        let wanted = isExact ? Array(text) : text.flatMap { Array($0.lowercased()) }
        guard let first = wanted.first else { return [] }
        var characters: [Character] = []
        for span in spans {
            if isExact {
                characters += Array(span.text)
            } else {
                // A few letters become two in lower case: only the first is compared then.
                for character in span.text {
                    characters.append(character.lowercased().first ?? character)
                }
            }
        }
        var found: [Range<Int>] = []
        var start = 0
        while start + wanted.count <= characters.count {
            if characters[start] == first,
                characters[start..<(start + wanted.count)].elementsEqual(wanted)
            {
                found.append(start..<(start + wanted.count))
                start += wanted.count
            } else {
                start += 1
            }
        }
        return found
    }

    /// The line with parts of it in another style.
    ///
    /// - Parameters:
    ///   - ranges: which characters, counted over all pieces; rising.
    ///   - style: how they look.
    /// - Returns: a line with the same text.
    public func highlighting(_ ranges: [Range<Int>], _ style: Style = .match) -> Line {
        guard !ranges.isEmpty else { return self }
        var result = Line()
        var place = 0
        var waiting = ranges[...]
        for span in spans {
            var part = ""
            var isFound = false
            func flush() {
                if !part.isEmpty { result.append(part, isFound ? style : span.style) }
                part = ""
            }
            for character in span.text {
                while let range = waiting.first, range.upperBound <= place { waiting.removeFirst() }
                let isHere = waiting.first?.contains(place) == true
                if isHere != isFound {
                    flush()
                    isFound = isHere
                }
                part.append(character)
                place += 1
            }
            flush()
        }
        return result
    }

    /// The line with every occurrence of a text highlighted.
    ///
    /// - Parameters:
    ///   - text: what is looked for; nothing is highlighted if it is empty.
    ///   - style: how an occurrence looks.
    /// - Returns: a line with the same text.
    public func highlighting(_ text: String, _ style: Style = .match) -> Line {
        highlighting(ranges(of: text), style)
    }
}
