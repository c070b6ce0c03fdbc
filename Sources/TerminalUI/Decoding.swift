import CTerminal

extension TerminalKey {
    /// The key of an event that is one.
    init?(_ event: ct_event) {
        if event.kind == CT_CHARACTER.rawValue {
            self.init(scalar: UInt32(bitPattern: event.code))
        } else if event.kind == CT_KEY.rawValue {
            self.init(code: event.code)
        } else {
            return nil
        }
    }

    /// A key from the scalar it sends, control characters included.
    private init?(scalar: UInt32) {
        switch scalar {
        case 27: self.init(.escape)
        case 9: self.init(.tab)
        case 10, 13: self.init(.enter)
        case 8, 127: self.init(.backspace)
        case 0: self.init(.character(" "), .control)
        case 1...26:
            self.init(.character(Character(UnicodeScalar(UInt8(scalar + 96)))), .control)
        case 28...31:
            self.init(.character(Character(UnicodeScalar(UInt8(scalar + 64)))), .control)
        case 128..<160: return nil
        default:
            guard let scalar = Unicode.Scalar(scalar) else { return nil }
            self.init(.character(Character(scalar)))
        }
    }

    /// A key from its number, with 16 times the modifiers in it.
    private init?(code: Int32) {
        if code >= CT_KEY_FUNCTION.rawValue {
            self.init(.function(Int(code) - Int(CT_KEY_FUNCTION.rawValue)))
            return
        }
        let modifiers = KeyModifiers(rawValue: UInt8((code >> 4) & 7))
        let key: Code
        switch ct_key(rawValue: UInt32(code & 15)) {
        case CT_KEY_UP: key = .up
        case CT_KEY_DOWN: key = .down
        case CT_KEY_LEFT: key = .left
        case CT_KEY_RIGHT: key = .right
        case CT_KEY_HOME: key = .home
        case CT_KEY_END: key = .end
        case CT_KEY_INSERT: key = .insert
        case CT_KEY_DELETE: key = .delete
        case CT_KEY_PAGE_UP: key = .pageUp
        case CT_KEY_PAGE_DOWN: key = .pageDown
        case CT_KEY_BACKSPACE: key = .backspace
        case CT_KEY_TAB: key = .tab
        case CT_KEY_ENTER: key = .enter
        case CT_KEY_ESCAPE: key = .escape
        default: return nil
        }
        self.init(key, modifiers)
    }
}

extension TerminalMouse {
    /// What an SGR report says: buttons in bits 0, 1 and 6, 7; 4, 8, 16 modifiers; 32 motion.
    init?(_ event: ct_event) {
        guard event.x >= 0, event.y >= 0 else { return nil }
        let code = event.code
        var modifiers: KeyModifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        let action: Action
        switch code & ~28 {
        case 64: action = .wheelUp
        case 65: action = .wheelDown
        case 66: action = .wheelLeft
        case 67: action = .wheelRight
        case 0...2, 32...34:
            let button: Button = code & 3 == 0 ? .left : code & 3 == 1 ? .middle : .right
            action =
                code & 32 != 0 ? .drag(button) : event.pressed ? .press(button) : .release(button)
        default: return nil
        }
        self.init(action: action, x: Int(event.x), y: Int(event.y), modifiers: modifiers)
    }
}
