#define _GNU_SOURCE 1 /* wide-character curses, wcwidth */
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <wchar.h>

#include <ncurses.h> /* not <term.h>: it defines macros such as lines, columns, buttons */

#include "internal.h"

#define MODES_ON "\033[?2004h"
#define MOUSE_ON "\033[?1000h\033[?1002h\033[?1006h"

static SCREEN *screen;
static WINDOW *keys; /* a pad: reading from it never refreshes the screen by itself */
static FILE *in_file;
static FILE *out_file;
static int in_fd = -1;
static int out_fd = -1;
static bool owns_input, owns_output; /* whether descriptors 0 and 1 are this terminal */
static bool has_colors_on;
static bool direct;
static bool own_entry;  /* whether the description in use was made here */
static bool has_bright; /* whether colours 8 to 15 are the user's bright ones */
static bool mouse_on;
static int saved_stderr = -1;
static bool logs;

static int wake_fd = -1;
static atomic_bool lost, resumed, resized;

/* Codes for sequences curses does not know, above its own. */
enum {
    CODE_PASTE_BEGIN = KEY_MAX + 1,
    CODE_PASTE_END,
    CODE_SGR_MOUSE,
    CODE_OLD_MOUSE,
    CODE_MODIFIED /* plus 16 times the modifiers plus the key */
};

__attribute__((constructor)) static void make_wake_descriptor(void) {
    wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

/* Whole text to the terminal, also from a signal handler. */
static bool send(const char *text) {
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t n = write(out_fd, text, left);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text += n;
        left -= (size_t)n;
    }
    return true;
}

/* MARK: Signals
 *
 * Curses' own handlers for the window size and for stopping do their work; ours wrap them, so that the
 * waiting thread wakes whichever thread the signal went to, and so that the modes turned on here are
 * off while the process is stopped. Curses installs its handlers once a process, so they are kept. */

static const int handled[] = {SIGWINCH, SIGTSTP, SIGINT, SIGTERM, SIGHUP};
enum { WINCH, TSTP, INT, TERM, HUP, HANDLED };
static struct sigaction before[HANDLED];
static struct sigaction curses_winch, curses_tstp;
static bool has_curses_handlers;

static void call(const struct sigaction *action, int signal_number) {
    if (action->sa_flags & SA_SIGINFO) return;
    if (action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN && action->sa_handler) {
        action->sa_handler(signal_number);
    }
}

static void on_winch(int signal_number) {
    int saved = errno;
    call(&curses_winch, signal_number);
    atomic_store(&resized, true);
    ct_wake();
    errno = saved;
}

static void on_tstp(int signal_number) {
    int saved = errno;
    send(CT_MODES_OFF);
    call(&curses_tstp, signal_number); /* comes back when the process goes on */
    send(MODES_ON);
    if (mouse_on) send(MOUSE_ON);
    atomic_store(&resumed, true);
    ct_wake();
    errno = saved;
}

static void on_hup(int signal_number) {
    (void)signal_number;
    int saved = errno;
    atomic_store(&lost, true);
    ct_wake();
    errno = saved;
}

static void install(int signal_number, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
}

static void remember_signals(void) {
    for (int i = 0; i < HANDLED; i++) sigaction(handled[i], NULL, &before[i]);
}

static void install_signals(void) {
    if (!has_curses_handlers) {
        sigaction(SIGWINCH, NULL, &curses_winch);
        sigaction(SIGTSTP, NULL, &curses_tstp);
        has_curses_handlers = true;
    }
    if (before[WINCH].sa_handler == SIG_DFL) install(SIGWINCH, on_winch);
    if (before[TSTP].sa_handler == SIG_DFL) install(SIGTSTP, on_tstp);
    if (before[HUP].sa_handler == SIG_DFL) install(SIGHUP, on_hup);
    /* What curses does on these would end the process; they belong to the program. */
    sigaction(SIGINT, &before[INT], NULL);
    sigaction(SIGTERM, &before[TERM], NULL);
}

static void restore_signals(void) {
    for (int i = 0; i < HANDLED; i++) sigaction(handled[i], &before[i], NULL);
}

/* MARK: Opening and closing */

/* Sequences with modifiers as xterm and all who follow it send them; terminfo has names for few. */
static void define_keys(void) {
    static const struct { char letter; int key; } letters[] = {
        {'A', CT_KEY_UP}, {'B', CT_KEY_DOWN}, {'C', CT_KEY_RIGHT}, {'D', CT_KEY_LEFT},
        {'H', CT_KEY_HOME}, {'F', CT_KEY_END},
    };
    static const struct { int number; int key; } numbers[] = {
        {2, CT_KEY_INSERT}, {3, CT_KEY_DELETE}, {5, CT_KEY_PAGE_UP}, {6, CT_KEY_PAGE_DOWN},
    };
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
    if (mouse_on) {
        define_key("\033[<", CODE_SGR_MOUSE);
        define_key("\033[M", CODE_OLD_MOUSE);
    }
}

static void close_files(void) {
    if (out_file) fclose(out_file);
    else if (out_fd >= 0) close(out_fd);
    if (in_file) fclose(in_file);
    else if (in_fd >= 0) close(in_fd);
    out_file = in_file = NULL;
    in_fd = out_fd = -1;
}

/* Everything but the screen as it was before ct_open. */
static void undo(void) {
    ct_guard_remove();
    restore_signals();
    if (saved_stderr >= 0) {
        dup2(saved_stderr, STDERR_FILENO);
        close(saved_stderr);
        saved_stderr = -1;
    }
    close_files();
}

/* newterm with colours of 24 bits if they are wanted and can be had. */
static SCREEN *new_screen(const char *term, int color) {
    enum { CAPACITY = 48 * 1024 };
    char *entry = color == CT_COLOR_TRUE ? malloc(CAPACITY) : NULL;
    SCREEN *made = NULL;
    own_entry = false;
    if (entry && ct_direct_entry(term, entry, CAPACITY)) {
        const char *own = getenv("TERMINFO");
        char *copy = own ? strdup(own) : NULL;
        setenv("TERMINFO", entry, 1);
        made = newterm(term, out_file, in_file);
        own_entry = made != NULL;
        if (copy) setenv("TERMINFO", copy, 1);
        else unsetenv("TERMINFO");
        free(copy);
    }
    free(entry);
    return made ? made : newterm(term, out_file, in_file);
}

int ct_open(const struct ct_options *options) {
    if (screen) return CT_ALREADY_OPEN;
    if (!isatty(options->input) || !isatty(options->output)) return CT_NOT_A_TTY;
    /* Only character types: a comma for a decimal point would be a surprise elsewhere. */
    setlocale(LC_CTYPE, options->locale);
    in_fd = fcntl(options->input, F_DUPFD_CLOEXEC, 3);
    out_fd = fcntl(options->output, F_DUPFD_CLOEXEC, 3);
    in_file = in_fd >= 0 ? fdopen(in_fd, "r") : NULL;
    out_file = out_fd >= 0 ? fdopen(out_fd, "w") : NULL;
    if (!in_file || !out_file) {
        int saved = errno;
        close_files();
        errno = saved;
        return CT_SYSTEM;
    }
    owns_input = options->input == STDIN_FILENO;
    owns_output = options->output == STDOUT_FILENO;
    atomic_store(&lost, false);
    atomic_store(&resumed, false);
    atomic_store(&resized, false);

    logs = options->log >= 0;
    if (logs) {
        saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
        dup2(options->log, STDERR_FILENO);
    }
    remember_signals();
    /* Before newterm changes the modes the guard is to bring back. */
    ct_guard_install(out_fd, saved_stderr);
    use_env(TRUE);
    use_tioctl(TRUE); /* the window's true size wins over LINES and COLUMNS */
    screen = new_screen(options->term, options->color);
    if (!screen) {
        undo();
        return CT_UNKNOWN_TERM;
    }
    char *cup = tigetstr("cup");
    if (!cup || cup == (char *)-1) {
        endwin();
        delscreen(screen);
        screen = NULL;
        undo();
        return CT_NO_ADDRESSING;
    }
    install_signals();

    raw(); /* Ctrl-C, Ctrl-Z, Ctrl-S and Ctrl-Q arrive as keys */
    noecho();
    nonl();
    set_escdelay(options->escape_delay);
    curs_set(0); /* not every terminal can */
    scrollok(stdscr, FALSE);
    keys = newpad(1, 1);
    if (keys) {
        keypad(keys, TRUE);
        wtimeout(keys, 0);
    }
    has_colors_on = false;
    direct = false;
    if (options->color != CT_COLOR_NONE && has_colors() && start_color() == OK) {
        use_default_colors();
        has_colors_on = true;
        direct = COLORS > 256 && (tigetflag("RGB") > 0 || tigetnum("RGB") > 0);
    }
    has_bright = COLORS >= 16 && (!direct || own_entry);
    char *mouse = tigetstr("kmous");
    mouse_on = options->mouse && mouse && mouse != (char *)-1;
    define_keys();
    clearok(curscr, TRUE);
    wnoutrefresh(stdscr);
    doupdate();
    send(MODES_ON);
    if (mouse_on) send(MOUSE_ON);
    return CT_OK;
}

static void end_screen(void) {
    if (keys) delwin(keys);
    keys = NULL;
    endwin();
    delscreen(screen);
    screen = NULL;
}

void ct_close(void) {
    if (!screen) return;
    send(CT_MODES_OFF);
    end_screen();
    undo();
}

void ct_abandon(void) {
    if (!screen) return;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        /* Curses goes on to write, but not to the terminal. */
        dup2(null, out_fd);
        dup2(null, in_fd);
        if (owns_input) dup2(null, STDIN_FILENO);
        if (owns_output) dup2(null, STDOUT_FILENO);
        if (!logs && owns_output) dup2(null, STDERR_FILENO);
        close(null);
    }
    end_screen();
    /* Descriptor 2 stays the log: what it was before is gone. */
    if (saved_stderr >= 0) close(saved_stderr);
    saved_stderr = -1;
    undo();
    if (before[HUP].sa_handler == SIG_DFL) install(SIGHUP, SIG_IGN);
}

bool ct_is_open(void) { return screen != NULL; }

/* MARK: Drawing */

int ct_rows(void) { return screen ? getmaxy(stdscr) : 0; }
int ct_columns(void) { return screen ? getmaxx(stdscr) : 0; }
int ct_colors(void) { return has_colors_on ? COLORS : 0; }
bool ct_is_direct(void) { return direct; }
bool ct_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }
int ct_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

void ct_put(int y, int x, const uint32_t *scalars, int count, int foreground, int background,
            uint32_t attributes) {
    if (!screen) return;
    attr_t attr = (attributes & CT_BOLD ? A_BOLD : 0) | (attributes & CT_DIM ? A_DIM : 0)
        | (attributes & CT_REVERSE ? A_REVERSE : 0) | (attributes & CT_UNDERLINE ? A_UNDERLINE : 0)
        | (attributes & CT_ITALIC ? A_ITALIC : 0);
    if (!has_bright) {
        if (foreground >= 8 && foreground < 16) {
            foreground -= 8;
            attr |= A_BOLD;
        }
        if (background >= 8 && background < 16) background -= 8;
    }
    int pair = has_colors_on && (foreground >= 0 || background >= 0)
        ? alloc_pair(foreground, background) : 0;
    if (pair < 0) pair = 0;
    wchar_t text[CCHARW_MAX + 1] = {0};
    for (int i = 0; i < count && i < CCHARW_MAX; i++) text[i] = (wchar_t)scalars[i];
    cchar_t cell;
    /* The pair goes through the last argument: the short one ends at 32767. */
    if (setcchar(&cell, text, attr, (short)(pair > 32767 ? 0 : pair), &pair) == OK) {
        mvadd_wch(y, x, &cell); /* ERR in the last cell, which is drawn all the same */
    }
}

void ct_erase(void) {
    if (screen) werase(stdscr);
}

bool ct_flush(void) {
    if (!screen) return false;
    bool ok = send("\033[?2026h");
    wnoutrefresh(stdscr);
    doupdate();
    return send("\033[?2026l") && ok;
}

void ct_invalidate(void) {
    if (screen) clearok(curscr, TRUE);
}

/* MARK: Waiting and reading */

void ct_wake(void) {
    uint64_t one = 1;
    ssize_t n = write(wake_fd, &one, sizeof one);
    (void)n; /* full means it is awake already */
}

int ct_wait(int milliseconds) {
    struct pollfd fds[2] = {{in_fd, POLLIN, 0}, {wake_fd, POLLIN, 0}};
    int result = 0;
    int n = poll(fds, 2, milliseconds);
    if (n < 0 && errno != EINTR) return CT_LOST;
    if (n < 0) result |= CT_SIGNALLED;
    if (n > 0) {
        if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) result |= CT_LOST;
        if (fds[0].revents & POLLIN) result |= CT_INPUT;
        if (fds[1].revents & POLLIN) {
            uint64_t count;
            ssize_t read_count = read(wake_fd, &count, sizeof count);
            (void)read_count;
            result |= CT_WOKEN;
        }
    }
    if (atomic_exchange(&resized, false)) result |= CT_SIGNALLED;
    if (atomic_exchange(&resumed, false)) result |= CT_RESUMED;
    if (atomic_load(&lost)) result |= CT_LOST;
    return result;
}

/* One character of a sequence that has begun; -1 if none comes soon. */
static int next_in_sequence(void) {
    wint_t character = 0;
    wtimeout(keys, 25);
    int kind = wget_wch(keys, &character);
    wtimeout(keys, 0);
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

/* Curses' key codes as ours; 0 for those without one. */
static int translate(int code) {
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

struct ct_event ct_next(void) {
    struct ct_event event = {.kind = CT_NONE};
    if (!screen || !keys) return event;
    wint_t read = 0;
    int kind = wget_wch(keys, &read);
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
    default: break;
    }
    event.kind = CT_KEY;
    event.code = code >= CODE_MODIFIED ? code - CODE_MODIFIED : translate(code);
    if (event.code == 0) event.kind = CT_IGNORED;
    return event;
}

void ct_suspend(void) {
    if (screen) raise(SIGTSTP);
}
