/// What was worked out of an answer, kept until something it was worked out of changes.
///
/// Drawing only reads it: it is renewed after each event, when the state may still be changed.
struct Kept<Key: Hashable & Sendable, Value: Sendable>: Hashable, Sendable {
    private var made: (key: Key, value: Value)?

    /// How often it was worked out.
    private(set) var makings = 0

    /// What was worked out of this very key; nil if nothing was, or of another.
    func value(for key: Key) -> Value? {
        guard let made, made.key == key else { return nil }
        return made.value
    }

    /// Works it out, if it is not there already.
    mutating func renew(for key: Key?, _ make: (Key) -> Value?) {
        guard let key else {
            made = nil
            return
        }
        guard made?.key != key else { return }
        makings += 1
        made = make(key).map { (key, $0) }
    }

    /// It follows from the rest of a state, and so tells no two states apart.
    static func == (left: Self, right: Self) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
