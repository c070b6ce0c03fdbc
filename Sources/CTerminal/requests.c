/* What a terminal is asked to do, or to tell, beside drawing. */
#include "session.h"

#include <stdlib.h>
#include <string.h>

void ct_set_mouse(bool on) {
    if (!ct.screen || !ct.has_mouse || ct.mouse_on == on) return;
    ct.mouse_on = on;
    ct_send(on ? CT_MOUSE_ON : CT_MOUSE_OFF);
}

bool ct_has_mouse(void) { return ct.has_mouse; }

bool ct_takes_copies(void) { return ct.lookup.takes_copies; }

/* What ends a sequence comes last, so that nothing is half open if the text is cut on its way. */
bool ct_copy(const uint8_t *bytes, int count, bool in_tmux) {
    static const char start[] = "\033]52;c;", end[] = "\a";
    static const char wrapped_start[] = "\033Ptmux;\033\033]52;c;", wrapped_end[] = "\a\033\\";
    if (!ct.screen || count < 0) return false;
    char *text = malloc(((size_t)count + 2) / 3 * 4 + 1);
    if (!text) return false;
    size_t length = ct_base64(bytes, (size_t)count, text);
    bool ok = ct_send(start) && ct_send_bytes(text, length) && ct_send(end);
    /* tmux keeps the first to itself unless told otherwise; this one it hands on, if it may. */
    if (in_tmux) {
        ok = ok && ct_send(wrapped_start) && ct_send_bytes(text, length) && ct_send(wrapped_end);
    }
    free(text);
    return ok;
}

void ct_ask_background(void) {
    if (ct.screen) ct_send("\033]11;?\a");
}

void ct_watch(int descriptor) { ct.watched_fd = descriptor; }
