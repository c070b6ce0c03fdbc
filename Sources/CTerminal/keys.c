#include "session.h"

/* Keys with modifiers: as the description has them, and as xterm and all who follow it send them. */
void ct_keys_define(void) {
    static const struct { char letter; int key; } letters[] = {
        {'A', CT_KEY_UP}, {'B', CT_KEY_DOWN}, {'C', CT_KEY_RIGHT}, {'D', CT_KEY_LEFT},
        {'H', CT_KEY_HOME}, {'F', CT_KEY_END},
    };
    static const struct { int number; int key; } numbers[] = {
        {2, CT_KEY_INSERT}, {3, CT_KEY_DELETE}, {5, CT_KEY_PAGE_UP}, {6, CT_KEY_PAGE_DOWN},
    };
    /* First, so that what everyone sends wins. */
    for (size_t i = 0; i < ct.lookup.count; i++) {
        define_key(ct.lookup.keys[i].text, CODE_MODIFIED + ct.lookup.keys[i].key);
    }
    char text[24];
    for (int modifiers = 1; modifiers < 8; modifiers++) {
        for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
            snprintf(text, sizeof text, "\033[1;%d%c", modifiers + 1, letters[i].letter);
            define_key(text, CODE_MODIFIED + 16 * modifiers + letters[i].key);
        }
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            snprintf(text, sizeof text, "\033[%d;%d~", numbers[i].number, modifiers + 1);
            define_key(text, CODE_MODIFIED + 16 * modifiers + numbers[i].key);
        }
    }
    define_key("\033[200~", CODE_PASTE_BEGIN);
    define_key("\033[201~", CODE_PASTE_END);
    define_key("\033]11;", CODE_BACKGROUND);
    if (ct.has_mouse) {
        define_key("\033[<", CODE_SGR_MOUSE);
        define_key("\033[M", CODE_OLD_MOUSE);
    }
}

/* Curses' key codes as ours; 0 for those without one. */
int ct_keys_translate(int code) {
    enum { SHIFT = 16 };
    if (code >= KEY_F(1) && code <= KEY_F(63)) return CT_KEY_FUNCTION + (code - KEY_F(0));
    switch (code) {
    case KEY_UP: return CT_KEY_UP;
    case KEY_DOWN: return CT_KEY_DOWN;
    case KEY_LEFT: return CT_KEY_LEFT;
    case KEY_RIGHT: return CT_KEY_RIGHT;
    case KEY_HOME: case KEY_A1: case KEY_FIND: return CT_KEY_HOME;
    case KEY_END: case KEY_C1: case KEY_SELECT: return CT_KEY_END;
    case KEY_IC: return CT_KEY_INSERT;
    case KEY_DC: return CT_KEY_DELETE;
    case KEY_PPAGE: case KEY_A3: return CT_KEY_PAGE_UP;
    case KEY_NPAGE: case KEY_C3: return CT_KEY_PAGE_DOWN;
    case KEY_BACKSPACE: return CT_KEY_BACKSPACE;
    case KEY_ENTER: return CT_KEY_ENTER;
    case KEY_BTAB: return CT_KEY_TAB + SHIFT;
    case KEY_SR: return CT_KEY_UP + SHIFT;
    case KEY_SF: return CT_KEY_DOWN + SHIFT;
    case KEY_SLEFT: return CT_KEY_LEFT + SHIFT;
    case KEY_SRIGHT: return CT_KEY_RIGHT + SHIFT;
    case KEY_SHOME: return CT_KEY_HOME + SHIFT;
    case KEY_SEND: return CT_KEY_END + SHIFT;
    case KEY_SIC: return CT_KEY_INSERT + SHIFT;
    case KEY_SDC: return CT_KEY_DELETE + SHIFT;
    case KEY_SPREVIOUS: return CT_KEY_PAGE_UP + SHIFT;
    case KEY_SNEXT: return CT_KEY_PAGE_DOWN + SHIFT;
    default: return 0;
    }
}
