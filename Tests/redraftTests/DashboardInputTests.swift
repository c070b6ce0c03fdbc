import Dashboard
import TerminalUI
import Testing

@testable import redraft

@Suite("Keys of the terminal")
struct DashboardInputTests {
    @Test("keys keep their meaning, and Shift-Tab has its own")
    func keys() {
        #expect(DashboardKey(TerminalKey(.character("q"))) == .character("q"))
        #expect(DashboardKey(TerminalKey(.character("c"), .control)) == .control("c"))
        #expect(DashboardKey(TerminalKey(.tab)) == .tab)
        #expect(DashboardKey(TerminalKey(.tab, .shift)) == .backTab)
        #expect(DashboardKey(TerminalKey(.escape)) == .escape)
        #expect(DashboardKey(TerminalKey(.character("q"), .alt)) == nil)
        #expect(DashboardKey(TerminalKey(.function(1))) == nil)
    }
}
