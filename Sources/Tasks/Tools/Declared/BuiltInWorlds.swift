import Runs

extension ToolDeclaration {
    /// The declaration of a world that comes with the program; nil for those that do not.
    ///
    /// Written as anyone's own would be, and read by the same reader.
    ///
    /// - Parameter world: which.
    /// - Returns: what its lines declare.
    public static func builtIn(_ world: ToolWorldName) -> ToolDeclaration? {
        switch world {
        case .tickets: DeclarationReader(tickets).declaration
        case .vehicle: DeclarationReader(vehicle).declaration
        case .files, .own: nil
        }
    }

    /// A desk of tickets: who holds one is half hidden, and only its holder may work on it.
    static let tickets = """
        {"sort": "ticket", "names": ["t0", "t1", "t2", "t3"]}
        {"sort": "agent", "names": ["ann", "bob", "eve", "joe"]}
        {"sort": "holder", "names": ["none", "ann", "bob", "eve", "joe"]}
        {"sort": "stage", "names": ["absent", "open", "closed"]}
        {"sort": "urgency", "names": ["low", "mid", "high"]}
        {"state": "session", "values": "holder", "free": true, "read": 0}
        {"state": "status", "of": "ticket", "values": "stage", "start": ["absent", "open", "open", "open", "open", "closed"], "asked": 5, "read": 0}
        {"state": "owner", "of": "ticket", "values": "holder", "hidden": true, "start": ["ann", "bob", "eve", "joe"], "given": "status[ticket] != absent", "asked": 3}
        {"state": "priority", "of": "ticket", "values": "urgency", "given": "status[ticket] != absent", "asked": 5, "read": 3}
        {"tool": "login", "takes": ["u: agent"], "sets": ["session = u"]}
        {"tool": "new", "takes": ["t: ticket", "p: urgency"], "needs": ["session != none else EAUTH", "status[t] = absent else EEXIST"], "sets": ["status[t] = open", "priority[t] = p"]}
        {"tool": "assign", "takes": ["t: ticket", "u: agent"], "needs": ["session != none else EAUTH", "status[t] = open else ECLOSED"], "sets": ["owner[t] = u"]}
        {"tool": "prio", "takes": ["t: ticket", "p: urgency"], "needs": ["session != none else EAUTH", "status[t] = open else ECLOSED", "owner[t] = session else EOWNER"], "sets": ["priority[t] = p"]}
        {"tool": "close", "takes": ["t: ticket"], "needs": ["session != none else EAUTH", "status[t] = open else ECLOSED", "owner[t] != none else EOPEN", "owner[t] = session else EOWNER"], "sets": ["status[t] = closed"]}
        {"tool": "get", "takes": ["t: ticket"], "needs": ["session != none else EAUTH", "owner[t] = session else EOWNER"], "gives": "priority[t]"}
        {"tool": "who", "takes": ["t: ticket"], "needs": ["session != none else EAUTH"], "gives": "owner[t]"}
        """

    /// A car: it starts with all doors locked and the brake pressed, and which doors are is half hidden.
    static let vehicle = """
        {"sort": "door", "names": ["fl", "fr", "rl", "rr"]}
        {"sort": "zone", "names": ["left", "right"]}
        {"sort": "warmth", "names": ["cool", "mild", "warm"]}
        {"sort": "fill", "names": ["empty", "half", "full"]}
        {"sort": "lever", "names": ["park", "drive", "rear"]}
        {"state": "engine", "start": ["no", "no", "no", "yes"], "asked": 16, "read": 0}
        {"state": "brake", "free": true, "asked": 0, "read": 0}
        {"state": "locked", "of": "door", "hidden": true, "free": true, "asked": 2, "read": 0}
        {"state": "gear", "values": "lever", "start": ["park", "park", "drive", "rear"], "given": "engine = yes", "asked": 4, "read": 0}
        {"state": "temp", "of": "zone", "values": "warmth", "asked": 6, "read": 0}
        {"state": "fuel", "values": "fill", "asked": 1, "read": 1}
        {"state": "window", "of": "door", "asked": 4, "read": 0}
        {"state": "light", "asked": 2, "read": 0}
        {"tool": "lock", "takes": ["d: door"], "needs": ["locked[d] = no else ELOCKED"], "sets": ["locked[d] = yes"]}
        {"tool": "unlock", "takes": ["d: door"], "needs": ["gear = park else EGEAR", "locked[d] = yes else EOPEN"], "sets": ["locked[d] = no"]}
        {"tool": "press", "takes": ["b: flag"], "sets": ["brake = b"]}
        {"tool": "start", "needs": ["engine = no else ERUNS", "locked[fl] = yes else EDOOR", "locked[fr] = yes else EDOOR", "locked[rl] = yes else EDOOR", "locked[rr] = yes else EDOOR", "brake = yes else EBRAKE", "fuel != empty else EFUEL"], "sets": ["engine = yes"]}
        {"tool": "stop", "needs": ["engine = yes else EENGINE", "gear = park else EGEAR"], "sets": ["engine = no"]}
        {"tool": "shift", "takes": ["g: lever"], "needs": ["engine = yes else EENGINE", "brake = yes else EBRAKE"], "sets": ["gear = g"]}
        {"tool": "heat", "takes": ["z: zone", "w: warmth"], "needs": ["engine = yes else EENGINE"], "sets": ["temp[z] = w"]}
        {"tool": "fill", "takes": ["l: fill"], "needs": ["engine = no else ERUNS"], "sets": ["fuel = l"]}
        {"tool": "wind", "takes": ["d: door", "b: flag"], "needs": ["engine = yes else EENGINE"], "sets": ["window[d] = b"]}
        {"tool": "beam", "takes": ["b: flag"], "sets": ["light = b"]}
        {"tool": "look", "takes": ["d: door"], "gives": "locked[d]"}
        {"tool": "gauge", "gives": "fuel"}
        """
}
