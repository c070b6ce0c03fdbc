import Testing

@testable import redraft

/// When frames are drawn.
struct FramePacerTests {
    /// Times of the frames of a loop that looks every millisecond and always has something to draw.
    private func frames(
        seconds: Double, cost: Double = 0, key: (Int) -> Bool
    ) -> [Double] {
        var pacer = FramePacer()
        var drawn: [Double] = []
        var spent = 0.0
        for millisecond in 0..<Int(seconds * 1000) {
            let now = Double(millisecond) / 1000
            if key(millisecond) { pacer.ask(at: now) }
            if pacer.due(at: now) <= now {
                spent += cost
                pacer.drew(at: now, processorTime: spent)
                drawn.append(now)
            }
        }
        return drawn
    }

    @Test("no second has more than thirty frames, however many keys there are")
    func most() {
        for pause in [1, 7, 20, 33, 50, 100] {
            let times = frames(seconds: 5) { $0.isMultiple(of: pause) }
            for start in times {
                #expect(times.count { $0 >= start && $0 < start + 1 } <= 30)
            }
        }
    }

    @Test("news alone is drawn ten times a second")
    func news() {
        let count = frames(seconds: 10) { _ in false }.count
        #expect((98...102).contains(count))
    }

    @Test("news takes little of a processor's time, and is never older than half a second")
    func fairness() {
        for (cost, expected) in [(0.0004, 100), (0.0012, 50), (0.0024, 25), (0.05, 20)] {
            let count = frames(seconds: 10, cost: cost) { _ in false }.count
            // The first frames are drawn before it is known what they cost.
            #expect((expected...expected + 12).contains(count), "\(cost) s: \(count)")
        }
    }

    @Test("what a frame costs delays no key")
    func dearKeys() {
        let times = frames(seconds: 10, cost: 0.02) { $0 % 1000 == 700 }
        for second in 0..<10 { #expect(times.contains(Double(second) + 0.7)) }
    }

    @Test("a key of a quick typist is answered at once, though there is always news")
    func keys() {
        var pacer = FramePacer()
        for millisecond in 0..<10_000 {
            let now = Double(millisecond) / 1000
            // Twenty keys a second, now and then three in a row.
            if millisecond.isMultiple(of: 50) || millisecond % 1000 == 20 {
                pacer.ask(at: now)
                #expect(pacer.due(at: now) <= now, "at \(now)")
            }
            if pacer.due(at: now) <= now { pacer.drew(at: now, processorTime: now * 0.02) }
        }
    }

    @Test("a key's frame waits a moment for a first answer, and no longer")
    func patience() {
        var pacer = FramePacer()
        pacer.drew(at: 0, processorTime: 0)
        pacer.ask(at: 1)
        #expect(pacer.due(at: 1.0001, isAwaiting: true) == 1 + FramePacer.patience)
        // It came.
        #expect(pacer.due(at: 1.0005, isAwaiting: false) <= 1.0005)
        // It did not.
        #expect(pacer.due(at: 1.0021, isAwaiting: true) <= 1.0021)
        pacer.drew(at: 1.0021, processorTime: 0)
        // What comes later is drawn when it comes.
        #expect(pacer.due(at: 1.01, isAwaiting: true) <= 1.01)
    }
}
