import Foundation
import Runs

/// A question to the living policy as the socket carries it.
///
///     {"request": "ask", "id": 7, "play": {"task": "17: 3 7 9 2", "count": 16}}
///     {"request": "ask", "id": 8, "rescore": "120.3.1"}
///
/// A play names its task by one of `task`, `revision`, or `number` with `training`; what else it
/// leaves out is as in `PlayRequest`.
struct AskMessage: Hashable, Codable {
    var request = "ask"
    let id: UInt64
    var play: Play?
    var rescore: String?

    /// A chain to be played.
    struct Play: Hashable, Codable {
        var task: String?
        var revision: String?
        var number: Int?
        var training: Bool?
        var count: Int?
        var temperature: Double?
        var mode: RevisionMode?
        var seed: UInt64?
        var episode: Bool?
    }
}

extension AskMessage {
    /// A question to be sent.
    ///
    /// - Throws: `ControlError` for one that is out of bounds.
    init(id: QuestionID, _ question: PolicyQuestion) throws(ControlError) {
        try Self.check(question)
        self.id = id.number
        switch question {
        case .play(let request):
            var play = Play(
                count: request.count, temperature: request.temperature, mode: request.mode,
                seed: request.seed, episode: request.isEpisode ? true : nil)
            switch request.task {
            case .typed(let text): play.task = text
            case .drawn(let number, let isTraining):
                play.number = number
                play.training = isTraining
            case .recorded(let revision): play.revision = "\(revision)"
            }
            self.play = play
        case .rescore(let request): rescore = "\(request.revision)"
        }
    }

    /// The question that was sent.
    ///
    /// - Returns: one within all bounds, to the living policy.
    /// - Throws: `ControlError` that says what is accepted.
    func question() throws(ControlError) -> PolicyQuestion {
        let question: PolicyQuestion
        switch (play, rescore) {
        case (let play?, nil): question = .play(try Self.request(play))
        case (nil, let text?):
            question = .rescore(RescoreRequest(revision: try Self.revision(text)))
        default: throw ControlError("ask: expected either a play or a revision to rescore")
        }
        try Self.check(question)
        return question
    }

    private static func request(_ play: Play) throws(ControlError) -> PlayRequest {
        let task: PlayRequest.Task
        switch (play.task, play.revision, play.number) {
        case (let text?, nil, nil): task = .typed(text)
        case (nil, let text?, nil): task = .recorded(try revision(text))
        case (nil, nil, let number?):
            task = .drawn(number: number, isTraining: play.training ?? false)
        default: throw ControlError("ask: expected one of task, revision and number")
        }
        var request = PlayRequest(task: task)
        request.count = play.count ?? request.count
        request.temperature = play.temperature ?? request.temperature
        request.mode = play.mode ?? request.mode
        request.seed = play.seed ?? request.seed
        request.isEpisode = play.episode ?? request.isEpisode
        return request
    }

    private static func revision(_ text: String) throws(ControlError) -> RevisionID {
        guard let revision = RevisionID(text) else {
            throw ControlError("ask: no such revision; expected step.group.completion")
        }
        return revision
    }

    private static func check(_ question: PolicyQuestion) throws(ControlError) {
        do throws(PolicyQuestionError) {
            try question.check()
        } catch {
            throw ControlError("\(error)")
        }
    }
}
