#include "session.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

void ct_wake(void) {
    uint64_t one = 1;
    ssize_t n = write(ct.wake_fd, &one, sizeof one);
    (void)n; /* full means it is awake already */
}

void ct_hurry(void) { atomic_store(&ct.is_hurried, true); }

/* Whether the window has another size than curses believes, and curses was not told of it: of changes
 * that come close together one can get lost, and what is drawn then is no screen at all. A size that
 * it will not take, since the environment says another, is told once. */
static bool has_missed_size(void) {
    static unsigned short told_rows, told_columns;
    struct winsize size;
    if (!ct.screen || ioctl(ct.tty_fd, TIOCGWINSZ, &size) != 0) return false;
    if (size.ws_row == 0 || size.ws_col == 0) return false;
    const bool is_known = size.ws_row == ct_rows() && size.ws_col == ct_columns();
    const bool is_told = size.ws_row == told_rows && size.ws_col == told_columns;
    told_rows = is_known ? 0 : size.ws_row;
    told_columns = is_known ? 0 : size.ws_col;
    return !is_known && !is_told;
}

int ct_wait(int milliseconds) {
    /* poll leaves out a negative descriptor. */
    struct pollfd fds[3] = {
        {ct.in_fd, POLLIN, 0}, {ct.wake_fd, POLLIN, 0}, {ct.watched_fd, POLLIN, 0}};
    int result = 0;
    int n = poll(fds, 3, milliseconds);
    if (n < 0 && errno != EINTR) return CT_LOST;
    if (n < 0) result |= CT_SIGNALLED;
    if (n > 0) {
        if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) result |= CT_LOST;
        if (fds[0].revents & POLLIN) result |= CT_INPUT;
        if (fds[1].revents & POLLIN) {
            uint64_t count;
            ssize_t read_count = read(ct.wake_fd, &count, sizeof count);
            (void)read_count;
            result |= CT_WOKEN;
        }
        if (fds[2].revents) result |= CT_WATCHED;
    }
    if (atomic_exchange(&ct.resized, false)) result |= CT_SIGNALLED;
    if (!(result & CT_SIGNALLED) && has_missed_size()) {
        ct_signals_tell_size();
        result |= CT_SIGNALLED;
    }
    if (atomic_exchange(&ct.resumed, false)) result |= CT_RESUMED;
    if (atomic_load(&ct.lost)) result |= CT_LOST;
    return result;
}

/* One character of a sequence that has begun; -1 if none comes soon. */
static int next_in_sequence(void) {
    wint_t character = 0;
    wtimeout(ct.keys, 25);
    int kind = wget_wch(ct.keys, &character);
    wtimeout(ct.keys, 0);
    return kind == OK ? (int)character : -1;
}

/* "b;x;yM" or "b;x;ym" after CSI "<". */
static struct ct_event read_sgr_mouse(void) {
    struct ct_event event = {.kind = CT_IGNORED};
    int values[3] = {0, 0, 0};
    int index = 0;
    for (int length = 0; length < 24; length++) {
        int c = next_in_sequence();
        if (c >= '0' && c <= '9') {
            if (values[index] < 100000) values[index] = values[index] * 10 + (c - '0');
        } else if (c == ';' && index < 2) {
            index++;
        } else if ((c == 'M' || c == 'm') && index == 2) {
            event.kind = CT_MOUSE;
            event.code = values[0];
            event.x = values[1] - 1;
            event.y = values[2] - 1;
            event.pressed = c == 'M';
            return event;
        } else {
            return event;
        }
    }
    return event;
}

/* Three characters after CSI "M", each 32 more than what it says. */
static struct ct_event read_old_mouse(void) {
    struct ct_event event = {.kind = CT_IGNORED};
    int values[3];
    for (int i = 0; i < 3; i++) {
        values[i] = next_in_sequence() - 32;
        if (values[i] < 0) return event;
    }
    event.kind = CT_MOUSE;
    /* A release does not say of which button; 3 means one was let go. */
    event.pressed = (values[0] & 3) != 3 || values[0] >= 64;
    event.code = event.pressed ? values[0] : values[0] & ~3;
    event.x = values[1] - 1;
    event.y = values[2] - 1;
    return event;
}

/* One to four hexadecimal digits as eight bits of a colour. */
static int channel(const char *digits) {
    unsigned long value = strtoul(digits, NULL, 16);
    return (int)(value * 255 / ((1ul << 4 * strlen(digits)) - 1));
}

/* "rgb:rrrr/gggg/bbbb" after OSC "11;", up to BEL or ESC "\\": what the background is. */
static struct ct_event read_background(void) {
    struct ct_event event = {.kind = CT_IGNORED};
    char text[32] = "";
    /* Read to its end also where it is too long, so that the rest is not taken for keys. */
    for (size_t length = 0; length < 256; length++) {
        int c = next_in_sequence();
        if (c < 0) return event;
        if (c == 27) next_in_sequence();
        if (c == 27 || c == '\a') break;
        if (length < sizeof text - 1) text[length] = c < 128 ? (char)c : '?';
    }
    char red[5], green[5], blue[5];
    int used = 0;
    if (sscanf(text, "rgb:%4[0-9a-fA-F]/%4[0-9a-fA-F]/%4[0-9a-fA-F]%n", red, green, blue, &used) == 3
        && text[used] == 0) {
        event.kind = CT_BACKGROUND;
        event.code = channel(red) << 16 | channel(green) << 8 | channel(blue);
    }
    return event;
}

struct ct_event ct_next(void) {
    struct ct_event event = {.kind = CT_NONE};
    if (!ct.screen || !ct.keys) return event;
    wint_t read = 0;
    int kind = wget_wch(ct.keys, &read);
    if (kind == ERR) return event;
    if (kind != KEY_CODE_YES) {
        event.kind = CT_CHARACTER;
        event.code = (int32_t)read;
        return event;
    }
    int code = (int)read;
    if (code == KEY_RESIZE) {
        event.kind = CT_RESIZE;
        return event;
    }
    switch (code) {
    case CODE_PASTE_BEGIN: event.kind = CT_PASTE_BEGIN; return event;
    case CODE_PASTE_END: event.kind = CT_PASTE_END; return event;
    case CODE_SGR_MOUSE: return read_sgr_mouse();
    case CODE_OLD_MOUSE: return read_old_mouse();
    case CODE_BACKGROUND: return read_background();
    default: break;
    }
    event.kind = CT_KEY;
    event.code = code >= CODE_MODIFIED ? code - CODE_MODIFIED : ct_keys_translate(code);
    if (event.code == 0) event.kind = CT_IGNORED;
    return event;
}
