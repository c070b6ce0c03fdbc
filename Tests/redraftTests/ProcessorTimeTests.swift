import Testing

@testable import redraft

@Suite("Processor time")
struct ProcessorTimeTests {
    @Test("the main thread has used some, and no more than the process")
    func clocks() {
        let main = ProcessorTime.main
        #expect(main > 0)
        #expect(main <= ProcessorTime.process)
    }

    @Test("the report adds the reader to the dashboard")
    func report() {
        let line = ProcessorTime.report(reader: 0.25)
        #expect(line.contains("reader 0.250 s"))
        #expect(!line.contains("\n"))
    }
}
