import Foundation
import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("Screens as text")
struct ScreenTests {
    static let sizes = [(40, 10), (80, 24), (120, 36), (200, 50)]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Screens")

    /// Compares a screen with its file; `RECORD=1` writes the file instead.
    static func check(_ grid: Grid, _ name: String) throws {
        let file = folder.appending(path: name + ".screen")
        let text = grid.text + "\n"
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let recorded = try String(contentsOf: file, encoding: .utf8)
        #expect(recorded == text, "\(name):\n\(difference(recorded, text))")
    }

    /// The rows that differ, the recorded one above the new one.
    static func difference(_ old: String, _ new: String) -> String {
        let old = old.split(separator: "\n", omittingEmptySubsequences: false)
        let new = new.split(separator: "\n", omittingEmptySubsequences: false)
        var text = ""
        for row in 0..<max(old.count, new.count) {
            let before = row < old.count ? String(old[row]) : "(no row)"
            let after = row < new.count ? String(new[row]) : "(no row)"
            if before != after { text += "\(row)\n- \(before)\n+ \(after)\n" }
        }
        return text
    }

    static func grid(_ driver: Driver) -> Grid { Dashboard.view(driver.state) }

    @Test("every screen at four sizes", arguments: DashboardScreen.allCases, sizes)
    func screens(screen: DashboardScreen, size: (Int, Int)) throws {
        var driver = Driver(columns: size.0, rows: size.1)
        driver.type("\(screen.key)")
        try Self.check(Self.grid(driver), "\(screen.name)-\(size.0)x\(size.1)")
    }

    @Test("the list of runs and the form at four sizes", arguments: sizes)
    func browser(size: (Int, Int)) throws {
        var driver = Driver(runs: Driver.listings, columns: size.0, rows: size.1)
        try Self.check(Self.grid(driver), "runs-\(size.0)x\(size.1)")
        driver.type("nmine")
        driver.press(.backTab, .backTab)
        driver.type("btea=1")
        try Self.check(Self.grid(driver), "form-\(size.0)x\(size.1)")
    }

    @Test("the warm start, a paused run with an alarm, and a step in the past")
    func states() throws {
        var run = FixtureRun()
        run.newest = 0
        var driver = Driver(
            run: run,
            snapshot: run.snapshot(
                phase: .warmStart,
                progress: Runs.Progress(done: 1500, total: 4000, remainingSeconds: 71)))
        try Self.check(Self.grid(driver), "warm-start-120x36")
        driver = Driver(
            snapshot: FixtureRun().snapshot(
                control: .paused(.storage("no space left on device")), alarms: [FixtureRun.alarm]))
        try Self.check(Self.grid(driver), "paused-120x36")
        driver = Driver()
        driver.type(":120")
        driver.press(.enter)
        try Self.check(Self.grid(driver), "past-120x36")
        driver = Driver(ability: .readOnly("recorded"), role: .watches)
        driver.type("5")
        try Self.check(Self.grid(driver), "read-only-120x36")
    }

    @Test("what lies over the screens")
    func overlays() throws {
        var driver = Driver()
        driver.type("5?")
        try Self.check(Self.grid(driver), "help-120x36")
        driver = Driver()
        driver.type("t")
        try Self.check(Self.grid(driver), "themes-120x36")
        driver = Driver()
        driver.type("q")
        try Self.check(Self.grid(driver), "leaving-120x36")
        driver = Driver()
        driver.type(":soon")
        driver.press(.enter)
        try Self.check(Self.grid(driver), "prompt-120x36")
        driver = Driver()
        driver.type("X")
        try Self.check(Self.grid(driver), "stop-120x36")
    }

    @Test("a maximised curve with its cursor, and a draft's chain")
    func panels() throws {
        var driver = Driver()
        driver.type("4")
        driver.press(.enter)
        driver.type("hhhhy")
        try Self.check(Self.grid(driver), "curve-120x36")
        driver = Driver()
        driver.type("5hhv")
        try Self.check(Self.grid(driver), "side-by-side-120x36")
        driver = Driver()
        driver.press(.character("5"), .tab, .tab, .tab, .tab)
        driver.type("z")
        try Self.check(Self.grid(driver), "siblings-120x36")
    }

    @Test("the headless entry draws what the dashboard draws", arguments: DashboardScreen.allCases)
    func headless(screen: DashboardScreen) {
        let run = FixtureRun()
        var driver = Driver(run: run, ability: .readOnly("recorded"), role: .watches)
        driver.send(.themes([], current: ""))
        driver.type("\(screen.key):200")
        driver.press(.enter)
        let grid = Dashboard.render(
            screen: screen, of: FixtureRun.description, ability: .readOnly("recorded"),
            snapshot: run.snapshot(), committed: run.newest, at: 200, columns: 120, rows: 36,
            now: FixtureRun.start + 100, runs: screen == .compare ? Driver.listings : [],
            answer: run.answer)
        #expect(Self.difference(Self.grid(driver).text, grid.text) == "")
    }

    @Test("ASCII mode draws nothing but ASCII", arguments: DashboardScreen.allCases)
    func ascii(screen: DashboardScreen) {
        var driver = Driver()
        driver.send(.capabilities(DashboardCapabilities(isASCII: true)))
        driver.type("\(screen.key)")
        #expect(Self.grid(driver).text.unicodeScalars.allSatisfy { $0.isASCII })
    }

    @Test("a window of any size is drawn without a crash", arguments: 1...60)
    func everySize(columns: Int) {
        for screen in DashboardScreen.allCases {
            var driver = Driver()
            driver.type("\(screen.key)")
            for rows in 1...30 {
                driver.send(.resize(columns: columns, rows: rows))
                let grid = Self.grid(driver)
                #expect(grid.width == columns && grid.height == rows)
            }
        }
    }

    @Test("a huge window is filled", arguments: DashboardScreen.allCases)
    func huge(screen: DashboardScreen) {
        var driver = Driver(columns: 500, rows: 200)
        driver.type("\(screen.key)")
        let grid = Self.grid(driver)
        // Above the footer and the scrubber.
        #expect(grid.rowText(197).count == 500)
    }

    @Test("overlays and browser are drawn in a window of any size", arguments: 1...60)
    func everySizeOver(columns: Int) {
        var browser = Driver(runs: Driver.listings)
        var form = browser
        form.type("n")
        var drivers = [browser, form]
        browser.type("?")
        drivers.append(browser)
        for key in ["?", "t", "q", "X", ":", ">"] {
            var driver = Driver()
            driver.type(key)
            drivers.append(driver)
        }
        for driver in drivers {
            for rows in [1, 2, 3, 5, 8, 13, 21, 30] {
                let grid = Dashboard.view(driver.state, columns: columns, rows: rows)
                #expect(grid.width == columns && grid.height == rows)
            }
        }
    }
}
