import Runs
import Testing

@testable import Dashboard

@Suite("Any keys at all")
struct RandomKeysTests {
    /// Keys that someone leaning on a keyboard could press.
    static let keys: [DashboardKey] =
        (32...126).map { .character(Character(UnicodeScalar(UInt8($0)))) }
        + "abcdefgklnuwxz".map { .control($0) }
        + [
            .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .enter, .escape, .tab,
            .backTab, .backspace, .delete, .character("\u{1F469}\u{200D}\u{1F52C}"),
            .character("\u{1B}"),
        ]

    static func isAtRoot(_ state: DashboardState) -> Bool {
        state.overlays.isEmpty && state.at == nil
            && (state.place == .browser
                ? state.browser.form == nil
                : state.screen == .overview && !state.isMaximised)
    }

    @Test("never crash the dashboard, and ten times Esc reaches the root", arguments: 0..<24)
    func random(seed: Int) {
        var generator = CounterGenerator(seed: UInt64(seed), purpose: .play)
        var run = FixtureRun()
        run.newest = [0, 1, 3, 412][seed % 4]
        var driver =
            seed % 3 == 0
            ? Driver(runs: Driver.listings)
            : Driver(
                run: run, ability: seed % 5 == 0 ? .readOnly("finished") : .live,
                role: seed % 2 == 0 ? .trains : .watches)
        for turn in 0..<400 {
            switch generator.below(24) {
            case 0:
                driver.send(
                    .resize(
                        columns: 1 + generator.below(220), rows: 1 + generator.below(60)))
            case 1:
                driver.run.newest += generator.below(3)
                driver.send(
                    .snapshot(
                        driver.run.snapshot(at: driver.state.now + 0.1),
                        committed: driver.run.newest))
            case 2: driver.send(.tick(driver.state.now + Double(generator.below(30)) / 10))
            case 3:
                let kinds: [DashboardMouse.Kind] = [
                    .click, .doubleClick, .wheelUp, .wheelDown, .drag, .release,
                ]
                driver.send(
                    .mouse(
                        DashboardMouse(
                            kind: kinds[generator.below(kinds.count)], row: generator.below(60),
                            column: generator.below(220))))
            case 4:
                driver.isAnswering.toggle()
            case 5 where turn % 7 == 0:
                driver.send(.opened(FixtureRun.description, .live, .watches))
            default: driver.send(.key(Self.keys[generator.below(Self.keys.count)]))
            }
            if turn % 8 == 0 { _ = Dashboard.view(driver.state) }
        }
        for _ in 0..<10 { driver.press(.escape) }
        #expect(Self.isAtRoot(driver.state))
        driver.press(.escape)
        #expect(!driver.effects.suffix(1).contains(.leave(.quit)) || Self.isAtRoot(driver.state))
    }

    @Test("Esc alone never quits and never commands")
    func escape() {
        for screen in DashboardScreen.allCases {
            var driver = Driver()
            driver.type("\(screen.key)")
            let before = driver.effects
            for _ in 0..<10 { driver.press(.escape) }
            #expect(driver.effects == before)
        }
    }
}
