import Testing

@testable import Rendering

@Suite struct LayoutTests {
    @Test("fixed tracks get their length and shares the rest by weight")
    func shares() {
        #expect(lengths(splitting: 100, among: [.fixed(40), .share(), .share(2)]) == [40, 20, 40])
        #expect(lengths(splitting: 10, among: [.share(), .share(), .share()]) == [3, 3, 4])
        #expect(lengths(splitting: 7, among: []) == [])
    }

    @Test("a share keeps its minimum when its fair part is smaller")
    func minima() {
        #expect(
            lengths(splitting: 30, among: [.share(1, minimum: 20), .share(2)]) == [20, 10])
    }

    @Test("the track of lowest priority goes first, the last of equals before the others")
    func priorities() {
        let tracks: [Track] = [
            .share(minimum: 10), .fixed(10, priority: 2), .fixed(10, priority: 1),
            .fixed(10, priority: 1),
        ]
        #expect(lengths(splitting: 45, among: tracks) == [15, 10, 10, 10])
        #expect(lengths(splitting: 39, among: tracks) == [19, 10, 10, 0])
        #expect(lengths(splitting: 29, among: tracks) == [19, 10, 0, 0])
        #expect(lengths(splitting: 19, among: tracks) == [19, 0, 0, 0])
        #expect(lengths(splitting: 9, among: tracks) == [9, 0, 0, 0])
    }

    @Test("lengths never exceed the room, and use all of it when a share is left")
    func exhaustive() {
        let kinds: [Track] = [
            .fixed(0), .fixed(3), .fixed(5, priority: 1), .share(1, minimum: 2),
            .share(3, minimum: 0, priority: 2), .share(2, minimum: 6, priority: 1),
        ]
        for first in kinds {
            for second in kinds {
                for third in kinds {
                    for total in -1...24 {
                        let result = lengths(splitting: total, among: [first, second, third])
                        let sum = result.reduce(0, +)
                        #expect(result.allSatisfy { $0 >= 0 } && sum <= max(0, total))
                        let isShareLeft = zip(result, [first, second, third]).contains {
                            if case .share = $1.length { return $0 > 0 }
                            return false
                        }
                        if isShareLeft { #expect(sum == total) }
                    }
                }
            }
        }
    }

    @Test("columns lie side by side and rows on top of each other")
    func placement() {
        let area = Rect(x: 3, y: 5, width: 10, height: 6)
        #expect(
            area.columns([.fixed(4), .share()]) == [
                Rect(x: 3, y: 5, width: 4, height: 6), Rect(x: 7, y: 5, width: 6, height: 6),
            ])
        #expect(
            area.rows([.fixed(1), .share(), .fixed(1)]) == [
                Rect(x: 3, y: 5, width: 10, height: 1), Rect(x: 3, y: 6, width: 10, height: 4),
                Rect(x: 3, y: 10, width: 10, height: 1),
            ])
    }

    @Test("cuts, insets and intersections stay inside the rectangle")
    func rectangles() {
        for rect in Rect.every(width: 3, height: 3) {
            for amount in -1...5 {
                let (top, below) = rect.cutTop(amount)
                let (above, bottom) = rect.cutBottom(amount)
                let (left, right) = rect.cutLeft(amount)
                #expect(top.height + below.height == rect.height && below.maxY == rect.maxY)
                #expect(above.height + bottom.height == rect.height && bottom.maxY == rect.maxY)
                #expect(left.width + right.width == rect.width && right.maxX == rect.maxX)
            }
            let middle = rect.centered(width: 2, height: 9)
            #expect(rect.intersection(middle) == middle || middle.isEmpty)
            #expect(rect.inset().isEmpty || rect.intersection(rect.inset()) == rect.inset())
        }
    }
}
