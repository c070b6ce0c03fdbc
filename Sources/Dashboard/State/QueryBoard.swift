import Runs

/// What the panels asked the store, what is under way, and the newest answers.
///
/// A panel names the query it needs and the version of the data it would see. A query is sent only
/// if its text or its version is new; a query whose text no panel wants any more is cancelled.
/// A newer version waits for the one under way, so that a fast run can't starve its panels.
struct QueryBoard: Sendable {
    /// One panel's need; each screen names its own.
    struct Slot: Hashable, Sendable {
        /// Its name, different from every other slot's.
        let name: String
        /// Least seconds between two askings of the same query: what changes slowly, or costs the
        /// store more to rebuild, is asked less often.
        let refreshSeconds: Double

        init(_ name: String, refreshSeconds: Double = 0.5) {
            self.name = name
            self.refreshSeconds = refreshSeconds
        }

        static func == (left: Slot, right: Slot) -> Bool { left.name == right.name }

        func hash(into hasher: inout Hasher) { hasher.combine(name) }

        /// The metrics of the step looked at, for the top line and the run card.
        static let row = Slot("row")
    }

    /// A query a panel needs now.
    struct Need: Hashable, Sendable {
        let slot: Slot
        let query: HistoryQuery
        /// Differs whenever the same query could have another answer.
        let version: Double
        /// The folder of another run that is asked; nil for the open one.
        let path: String?

        init(_ slot: Slot, _ query: HistoryQuery, _ version: Double, of path: String? = nil) {
            self.slot = slot
            self.query = query
            self.version = version
            self.path = path
        }
    }

    /// An answer with its question.
    struct Held: Sendable {
        let query: HistoryQuery
        let version: Double
        let answer: HistoryAnswer
        /// When it was asked for.
        let asked: Double
        /// Different from every other answer's: what was worked out of this one is known by it.
        let number: Int
    }

    private struct Flight: Sendable {
        let ticket: Int
        let query: HistoryQuery
        let version: Double
        let asked: Double
    }

    /// Most queries under way at once.
    static let mostInFlight = 3

    private(set) var held: [Slot: Held] = [:]
    private var flights: [Slot: Flight] = [:]
    private var nextTicket = 1

    /// What refreshes may cost.
    private var allowance = ReadingAllowance()

    /// When a refresh that was put off is due; nil if none was.
    private(set) var due: Double?

    /// Questions to a policy that are not answered to their end, by ticket.
    private(set) var questions: Set<Int> = []

    var inFlight: Int { flights.count }

    /// Whether a question is under way that no older answer stands in for.
    var isAwaitingFirst: Bool {
        flights.contains { slot, flight in held[slot]?.query != flight.query }
    }

    /// Sends and cancels queries until the board agrees with the needs.
    ///
    /// - Parameters:
    ///   - needs: what the panels want, the most urgent first.
    ///   - now: the clock.
    /// - Returns: what to do.
    mutating func reconcile(_ needs: [Need], now: Double) -> [DashboardEffect] {
        var effects: [DashboardEffect] = []
        due = nil
        for (slot, flight) in flights.sorted(by: { $0.value.ticket < $1.value.ticket })
        where !needs.contains(where: { $0.slot == slot && $0.query == flight.query }) {
            flights[slot] = nil
            effects.append(.cancel(ticket: flight.ticket))
        }
        for need in needs {
            if flights[need.slot] != nil { continue }
            if let held = held[need.slot], held.query == need.query {
                if held.version == need.version { continue }
                let earliest = max(
                    held.asked + need.slot.refreshSeconds, allowance.due(at: now))
                if now < earliest {
                    due = min(due ?? earliest, earliest)
                    continue
                }
            }
            guard flights.count < Self.mostInFlight else { continue }
            flights[need.slot] = Flight(
                ticket: nextTicket, query: need.query, version: need.version, asked: now)
            effects.append(
                need.path.map { .submitOther(ticket: nextTicket, path: $0, need.query) }
                    ?? .submit(ticket: nextTicket, need.query))
            nextTicket += 1
        }
        return effects
    }

    /// Takes what answers have cost so far, in seconds of processor time.
    mutating func spend(total: Double, at now: Double) { allowance.spend(total: total, at: now) }

    /// Takes an answer; nil if no one waits for it any more.
    mutating func take(ticket: Int, _ answer: HistoryAnswer) -> Slot? {
        guard let (slot, flight) = flights.first(where: { $0.value.ticket == ticket }) else {
            return nil
        }
        flights[slot] = nil
        held[slot] = Held(
            query: flight.query, version: flight.version, answer: answer, asked: flight.asked,
            number: ticket)
        return slot
    }

    /// Forgets everything, as another run is opened.
    ///
    /// - Returns: the cancellations.
    mutating func clear() -> [DashboardEffect] {
        let tickets = flights.values.map(\.ticket) + Array(questions)
        let effects = tickets.sorted().map { DashboardEffect.cancel(ticket: $0) }
        flights = [:]
        questions = []
        held = [:]
        due = nil
        allowance = ReadingAllowance()
        return effects
    }
}

// MARK: - Questions to a policy

extension QueryBoard {
    /// Asks a policy.
    ///
    /// - Parameter question: what is asked.
    /// - Returns: the ticket its answers come under, and what to do.
    mutating func ask(_ question: PolicyQuestion) -> (ticket: Int, effect: DashboardEffect) {
        let ticket = nextTicket
        nextTicket += 1
        questions.insert(ticket)
        return (ticket, .ask(ticket: ticket, question))
    }

    /// Gives up on a question.
    ///
    /// - Parameter ticket: the question's; nil or one answered to its end needs nothing.
    /// - Returns: what to do.
    mutating func withdraw(_ ticket: Int?) -> [DashboardEffect] {
        guard let ticket, questions.remove(ticket) != nil else { return [] }
        return [.cancel(ticket: ticket)]
    }

    /// Takes a policy's answer.
    ///
    /// - Returns: whether someone still waits for it.
    mutating func isAwaited(_ answer: PolicyAnswer, ticket: Int) -> Bool {
        guard questions.contains(ticket) else { return false }
        if case .played(let revision) = answer, !revision.isLast { return true }
        questions.remove(ticket)
        return true
    }
}
