import Foundation
import Runs

/// The protocol of a run's socket: JSON Lines, one object a line.
///
///     server, at once    {"redraft": 1, "run": "exit-1"}
///     client             {"request": "status"}
///                        {"request": "subscribe"}
///                        {"request": "pause" | "resume" | "checkpoint" | "stop"}
///                        {"request": "step", "count": 3}
///                        {"request": "set", "key": "beta", "value": "0.01"}
///                        {"request": "ask", "id": 7, …}      see `AskMessage`
///                        {"request": "cancel", "id": 7}
///     server             {"snapshot": {…}}       the answer to status; again and again after subscribe
///                        {"done": true}          the answer to a command, or to cancel
///                        {"id": 7, "answer": {…}}  one of the answers to ask, a play's one by one
///                        {"error": "one line"}   the answer to anything else, and, in place of the
///                                                greeting, to a connection there is no room for
///
/// After `subscribe` only the newest snapshot is sent: a slow reader misses some. The requests of
/// a client that does not read its answers wait in its own socket. Numbers that are
/// not finite are the strings "inf", "-inf" and "nan". A connection asks one question at a time; the
/// question of a client that reads no answers is given up.
public enum ControlProtocol {
    /// The version in the greeting; another one is refused.
    public static let version = 1
    /// The socket's name within the run's folder.
    public static let socketName = "control.sock"
    /// The longest request, in bytes: a play of the longest task, each byte escaped to six.
    static let requestLimit = 14 << 10
    /// The longest line a client takes, in bytes.
    static let responseLimit = 16 << 20
}

/// The first line of every connection.
struct Greeting: Hashable, Codable {
    let redraft: Int
    let run: String
}

/// What a client asks.
enum ControlRequest: Hashable {
    case status
    case subscribe
    case command(RunCommand)
    case ask(QuestionID, PolicyQuestion)
    case cancel(QuestionID)

    private struct Wire: Decodable {
        let request: String
        let id: UInt64?
        let count: Int?
        let key: String?
        let value: String?
    }

    /// Reads one line.
    ///
    /// - Throws: `ControlError` that says what is accepted.
    init(line: some Collection<UInt8>) throws(ControlError) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(line)) else {
            // Whatever is wrong with it, the answer is what a request looks like.
            throw ControlError(#"a request is a line such as {"request": "status"}"#)
        }
        switch wire.request {
        case "status": self = .status
        case "subscribe": self = .subscribe
        case "pause": self = .command(.pause)
        case "resume": self = .command(.resume)
        case "checkpoint": self = .command(.checkpoint)
        case "stop": self = .command(.stop)
        case "step":
            let count = wire.count ?? 1
            guard (1...10_000_000).contains(count) else {
                throw ControlError("step count \(count); expected 1 to 10000000")
            }
            self = .command(.step(count))
        case "set":
            do throws(ConfigurationError) {
                let (key, value) = try LiveEdit.check(
                    key: wire.key ?? "", value: wire.value ?? "")
                self = .command(.set(key: key.name, value: value))
            } catch {
                throw ControlError("\(error)")
            }
        case "ask":
            guard let ask = try? JSONDecoder().decode(AskMessage.self, from: Data(line)) else {
                throw ControlError(
                    #"a question is a line such as "#
                        + #"{"request": "ask", "id": 1, "play": {"number": 3}}"#)
            }
            self = .ask(QuestionID(number: ask.id), try ask.question())
        case "cancel":
            guard let id = wire.id else { throw ControlError("cancel: expected an id") }
            self = .cancel(QuestionID(number: id))
        default:
            throw ControlError(
                "unknown request; expected status, subscribe, pause, resume, step, set, checkpoint, "
                    + "stop, ask or cancel")
        }
    }

    /// The request as a line, without its end.
    ///
    /// - Precondition: a question is within its bounds.
    var line: String {
        switch self {
        case .status: #"{"request": "status"}"#
        case .subscribe: #"{"request": "subscribe"}"#
        case .command(.step(let count)): #"{"request": "step", "count": \#(count)}"#
        case .command(.set(let key, let value)): Self.text(SetWire(key: key, value: value))
        case .command(let command): #"{"request": "\#(command.word)"}"#
        case .ask(let id, let question): Self.text(try? AskMessage(id: id, question))
        case .cancel(let id): #"{"request": "cancel", "id": \#(id.number)}"#
        }
    }

    private static func text(_ message: some Encodable) -> String {
        // Texts and finite numbers always encode.
        String(decoding: (try? JSONEncoder().encode(message)) ?? Data(), as: UTF8.self)
    }
}

/// A request to change a setting, whose texts may hold anything.
private struct SetWire: Encodable {
    var request = "set"
    let key: String
    let value: String
}

/// What the server says after its greeting.
struct ControlResponse: Hashable, Codable {
    var snapshot: RunSnapshot?
    var done: Bool?
    var error: String?
    /// The question that `answer` belongs to.
    var id: UInt64?
    var answer: PolicyAnswer?

    init(
        snapshot: RunSnapshot? = nil, done: Bool? = nil, error: String? = nil,
        id: QuestionID? = nil, answer: PolicyAnswer? = nil
    ) {
        self.snapshot = snapshot
        self.done = done
        self.error = error
        self.id = id?.number
        self.answer = answer
    }

    /// The response as a line, with its end.
    var line: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        // JSON has no such numbers, but a run that goes wrong does.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let data = try? encoder.encode(self) else {
            // Cannot be: every value of a snapshot encodes once its numbers do.
            return Array(#"{"error": "the snapshot can't be written as JSON"}"#.utf8) + [0x0a]
        }
        return [UInt8](data) + [0x0a]
    }

    /// Reads one line; nil if it is no response.
    init?(line: some Collection<UInt8>) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let response = try? decoder.decode(Self.self, from: Data(line)) else { return nil }
        self = response
    }
}

/// Why a run can't be controlled.
public struct ControlError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
