import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("The command palette and a person's keys")
struct PaletteTests {
    private func palette(_ driver: Driver) -> Palette? {
        guard case .palette(let palette) = driver.state.overlays.last else { return nil }
        return palette
    }

    @Test("finds a command by some of its letters and does it")
    func fuzzy() throws {
        var driver = Driver()
        driver.type(":bufsc")
        let choices = try #require(palette(driver)).choices(in: driver.state)
        #expect(choices.first?.command.name == "screen.buffer")
        driver.press(.enter)
        #expect(driver.state.screen == .buffer)
        #expect(driver.state.overlays.isEmpty)
    }

    @Test("holds every command of the screen, and of no other", arguments: DashboardScreen.allCases)
    func complete(screen: DashboardScreen) throws {
        var driver = Driver()
        driver.type("\(screen.key):")
        let names = try #require(palette(driver)).choices(in: driver.state).map(\.command.name)
        for command in screen.definition.commands { #expect(names.contains(command.name)) }
        for other in DashboardScreen.allCases where other != screen {
            for command in other.definition.commands { #expect(!names.contains(command.name)) }
        }
    }

    @Test("a command that can't be done is listed, says why, and is not done")
    func obstacle() throws {
        var driver = Driver(ability: .readOnly("recorded"), role: .watches)
        driver.type(":trainer.pause")
        let first = try #require(palette(driver)?.choices(in: driver.state).first)
        #expect(first.command.name == "trainer.pause")
        #expect(first.obstacle == "read only: recorded")
        driver.press(.enter)
        #expect(driver.effects.isEmpty)
        #expect(palette(driver)?.problem == "read only: recorded")
        #expect(Dashboard.view(driver.state).text.contains("read only: recorded"))
    }

    @Test("a verb with its line is done at once; a verb alone asks for it")
    func verbs() {
        var driver = Driver()
        driver.type(":train 25")
        driver.press(.enter)
        #expect(driver.effects == [.command(.step(25))])
        driver.type(":train")
        driver.press(.enter)
        guard case .prompt(let prompt) = driver.state.overlays.last else {
            Issue.record("no prompt")
            return
        }
        #expect(prompt.command.name == "trainer.steps")
    }

    @Test("nothing that fits: says so, and Esc closes")
    func nothing() {
        var driver = Driver()
        driver.type(":zzzzqqq")
        driver.press(.enter)
        #expect(palette(driver)?.problem == "no command fits")
        driver.press(.escape)
        #expect(driver.state.overlays.isEmpty)
    }

    @Test("letters at the beginnings of words win, and letters must be in order")
    func matching() throws {
        let sort = try #require(FuzzyMatch("bs", in: "buffer.sort"))
        #expect(sort.places == [0, 7])
        let inside = try #require(FuzzyMatch("bs", in: "submodels"))
        #expect(sort.score > inside.score)
        #expect(FuzzyMatch("tros", in: "sort") == nil)
        #expect(FuzzyMatch("", in: "sort") == nil)
    }

    @Test("a file of keys gives commands other keys, in dispatch, help and footer")
    func keys() {
        var driver = Driver()
        driver.send(
            .keys(text: "# mine\nbuffer.sort = o Ctrl-o\n\ntrainer.pause = J\n", path: "/keys"))
        #expect(driver.state.notice == nil)
        driver.type("2")
        let before = driver.state.buffer.column
        driver.type("s")
        #expect(driver.state.buffer.column == before)
        driver.type("o")
        #expect(driver.state.buffer.column == before.next)
        driver.press(.control("o"))
        #expect(driver.state.buffer.column == before.next.next)
        #expect(Help.hints(for: driver.state).contains { $0.key == "o" && $0.text == "sort" })
        driver.type("J")
        #expect(driver.effects == [.command(.pause)])
    }

    @Test(
        "what is wrong with a file of keys is told with its line, and the standard keys hold",
        arguments: [
            ("buffer.sort", "/keys: line 1: expected 'command = keys'; the standard keys hold"),
            (
                "\nbuffer.srt = o",
                "/keys: line 2: 'buffer.srt' is no command; ? shows them all; the standard keys hold"
            ),
            (
                "buffer.sort = Hyper-o",
                "/keys: line 1: 'Hyper-o' is no key; expected one such as x, Ctrl-x, Space, Enter, "
                    + "PgDn; the standard keys hold"
            ),
            (
                "buffer.sort = b",
                "/keys: b means both buffer.sort and buffer.histogram; the standard keys hold"
            ),
        ])
    func problems(text: String, notice: String) {
        var driver = Driver()
        driver.send(.keys(text: text, path: "/keys"))
        #expect(driver.state.notice?.value.text == notice)
        driver.type("2s")
        #expect(driver.state.buffer.column == BufferPanel.Column.score.next)
    }

    @Test("every key the commands have can be written in a file of keys")
    func names() {
        for command in CommandTable.groups.flatMap(\.commands) {
            for key in command.keys { #expect(DashboardKey(named: key.name) == key) }
        }
    }

    @Test("how a run was looked at comes back when it is opened again")
    func view() throws {
        var driver = Driver(role: .watches)
        driver.type("2s4ay6w")
        driver.type("q")
        let saved = driver.effects.compactMap { effect -> String? in
            if case .saveView(_, let text) = effect { return text }
            return nil
        }
        let text = try #require(saved.first)
        var again = Driver(role: .watches)
        again.send(.view(text))
        #expect(again.state.buffer == driver.state.buffer)
        #expect(again.state.curves == driver.state.curves)
        #expect(again.state.log == driver.state.log)
        again.send(.view("buffer.sort=nonsense\nwhat\ncurves.smoothing=1e9\nx.=\n=.\n"))
        #expect(again.state.buffer == driver.state.buffer)
    }
}
