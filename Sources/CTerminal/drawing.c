#include "session.h"

#include <langinfo.h>
#include <string.h>
#include <wchar.h>

int ct_rows(void) { return ct.screen ? getmaxy(stdscr) : 0; }
int ct_columns(void) { return ct.screen ? getmaxx(stdscr) : 0; }
int ct_colors(void) { return ct.has_colors ? COLORS : 0; }
bool ct_is_direct(void) { return ct.direct; }
bool ct_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }
const char *ct_library_version(void) { return curses_version(); }
int ct_writes(void) { return ct.writes; }
int ct_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

void ct_put(int y, int x, const uint32_t *scalars, int count, int foreground, int background,
            uint32_t attributes) {
    if (!ct.screen) return;
    attr_t attr = (attributes & CT_BOLD ? A_BOLD : 0) | (attributes & CT_DIM ? A_DIM : 0)
        | (attributes & CT_REVERSE ? A_REVERSE : 0) | (attributes & CT_UNDERLINE ? A_UNDERLINE : 0)
        | (attributes & CT_ITALIC ? A_ITALIC : 0);
    if (!ct.has_bright) {
        if (foreground >= 8 && foreground < 16) {
            foreground -= 8;
            attr |= A_BOLD;
        }
        if (background >= 8 && background < 16) background -= 8;
    }
    /* Most cells have the colours of the one before: looking their pair up takes longer than the rest. */
    if (!ct.has_pair || foreground != ct.pair_foreground || background != ct.pair_background) {
        ct.has_pair = true;
        ct.pair_foreground = foreground;
        ct.pair_background = background;
        ct.pair = ct.has_colors && (foreground >= 0 || background >= 0)
            ? alloc_pair(foreground, background) : 0;
        if (ct.pair < 0) ct.pair = 0;
    }
    int pair = ct.pair;
    if (pair == 0 || foreground < 0 || background < 0) ct.has_plain = true;
    wchar_t text[CCHARW_MAX + 1] = {0};
    for (int i = 0; i < count && i < CCHARW_MAX; i++) text[i] = (wchar_t)scalars[i];
    cchar_t cell;
    /* The pair goes through the last argument: the short one ends at 32767. */
    if (setcchar(&cell, text, attr, (short)(pair > 32767 ? 0 : pair), &pair) == OK) {
        mvadd_wch(y, x, &cell); /* ERR in the last cell, which is drawn all the same */
    }
}

void ct_erase(void) {
    if (!ct.screen) return;
    werase(stdscr);
    ct.is_new = true;
    ct.has_plain = false;
}

bool ct_flush(void) {
    if (!ct.screen) return false;
    /* For a colour of the terminal's own curses resets both, with a string that can't forget what an
     * entry of ours remembers; so it does for cells that were erased. */
    bool remembers = ct.own_entry && !ct.has_plain && !ct.is_new;
    if (ct.own_entry) tiparm(remembers ? ct_remember_background : ct_send_background);
    ct.is_new = false;
    bool ok = ct_frame_begin();
    wnoutrefresh(stdscr);
    doupdate();
    return ct_frame_end() && ok;
}

void ct_invalidate(void) {
    if (!ct.screen) return;
    clearok(curscr, TRUE);
    ct.is_new = true;
}
