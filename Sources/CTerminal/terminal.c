#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct ct_session ct = {
    .in_fd = -1, .out_fd = -1, 
    .tty_fd = -1, .send_fd = -1, .frame_fd = -1, .saved_stderr = -1, .wake_fd = -1, .watched_fd = -1};

__attribute__((constructor)) static void make_wake_descriptor(void) {
    ct.wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

/* How long a terminal that takes no bytes is waited for at a time, and how often once hurried. */
enum { WAIT_MS = 100, HURRIED_WAITS = 10 };

bool ct_send_bytes(const char *bytes, size_t count) {
    int patience = HURRIED_WAITS;
    while (count > 0) {
        ssize_t n = write(ct.send_fd, bytes, count);
        ct.writes++;
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) {
            struct pollfd terminal = {ct.send_fd, POLLOUT, 0};
            if (poll(&terminal, 1, WAIT_MS) != 0) continue;
            if (atomic_load(&ct.lost) || (atomic_load(&ct.is_hurried) && --patience <= 0)) return false;
            continue;
        }
        if (n <= 0) return false;
        bytes += n;
        count -= (size_t)n;
    }
    return true;
}

bool ct_send(const char *text) { return ct_send_bytes(text, strlen(text)); }

static void close_files(void) {
    if (ct.out_file) fclose(ct.out_file);
    else if (ct.out_fd >= 0) close(ct.out_fd);
    if (ct.in_file) fclose(ct.in_file);
    else if (ct.in_fd >= 0) close(ct.in_fd);
    ct.out_file = ct.in_file = NULL;
    ct.in_fd = ct.out_fd = -1;
    ct_frame_close();
}

/* Everything but the screen as it was before ct_open. */
static void undo(void) {
    ct_guard_remove();
    ct_signals_restore();
    if (ct.saved_stderr >= 0) {
        dup2(ct.saved_stderr, STDERR_FILENO);
        close(ct.saved_stderr);
        ct.saved_stderr = -1;
    }
    close_files();
}

/* newterm with colours of 24 bits if they are wanted and can be had. */
static SCREEN *new_screen(const char *term, int color) {
    enum { CAPACITY = 48 * 1024 };
    char *entry = color == CT_COLOR_TRUE ? malloc(CAPACITY) : NULL;
    SCREEN *made = NULL;
    ct.own_entry = false;
    if (entry && ct_direct_entry(term, entry, CAPACITY)) {
        const char *own = getenv("TERMINFO");
        char *copy = own ? strdup(own) : NULL;
        setenv("TERMINFO", entry, 1);
        made = newterm(term, ct.out_file, ct.in_file);
        ct.own_entry = made != NULL;
        if (copy) setenv("TERMINFO", copy, 1);
        else unsetenv("TERMINFO");
        free(copy);
    }
    free(entry);
    return made ? made : newterm(term, ct.out_file, ct.in_file);
}

int ct_open(const struct ct_options *options) {
    if (ct.screen) return CT_ALREADY_OPEN;
    if (!isatty(options->input) || !isatty(options->output)) return CT_NOT_A_TTY;
    /* Only character types: a comma for a decimal point would be a surprise elsewhere. */
    setlocale(LC_CTYPE, options->locale);
    ct.in_fd = fcntl(options->input, F_DUPFD_CLOEXEC, 3);
    ct.out_fd = fcntl(options->output, F_DUPFD_CLOEXEC, 3);
    ct.in_file = ct.in_fd >= 0 ? fdopen(ct.in_fd, "r") : NULL;
    ct.out_file = ct.out_fd >= 0 ? fdopen(ct.out_fd, "w") : NULL;
    if (!ct.in_file || !ct.out_file || !ct_frame_open()) {
        int saved = errno;
        close_files();
        errno = saved;
        return CT_SYSTEM;
    }
    ct.owns_input = options->input == STDIN_FILENO;
    ct.owns_output = options->output == STDOUT_FILENO;
    atomic_store(&ct.lost, false);
    atomic_store(&ct.is_hurried, false);
    atomic_store(&ct.resumed, false);
    atomic_store(&ct.resized, false);

    ct.logs = options->log >= 0;
    if (ct.logs) {
        ct.saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
        dup2(options->log, STDERR_FILENO);
    }
    ct_signals_remember();
    /* Before newterm changes the modes the guard is to bring back. */
    ct_guard_install(ct.tty_fd, ct.saved_stderr);
    use_env(TRUE);
    use_tioctl(TRUE); /* the window's true size wins over LINES and COLUMNS */
    ct_lookup(options->term, ct.out_fd, &ct.lookup);
    ct.screen = new_screen(options->term, options->color);
    if (!ct.screen) {
        undo();
        return CT_UNKNOWN_TERM;
    }
    char *cup = tigetstr("cup");
    if (!cup || cup == (char *)-1) {
        endwin();
        delscreen(ct.screen);
        ct.screen = NULL;
        undo();
        return CT_NO_ADDRESSING;
    }
    ct_signals_install();

    raw(); /* Ctrl-C, Ctrl-Z, Ctrl-S and Ctrl-Q arrive as keys */
    noecho();
    nonl();
    set_escdelay(options->escape_delay);
    curs_set(0); /* not every terminal can */
    scrollok(stdscr, FALSE);
    ct.keys = newpad(1, 1);
    if (ct.keys) {
        keypad(ct.keys, TRUE);
        wtimeout(ct.keys, 0);
    }
    ct.has_colors = false;
    ct.direct = false;
    if (options->color != CT_COLOR_NONE && has_colors() && start_color() == OK) {
        use_default_colors();
        ct.has_colors = true;
        ct.direct = COLORS > 256 && (tigetflag("RGB") > 0 || tigetnum("RGB") > 0);
    }
    /* Curses would stop half way through a frame when a key waits, and look five lines apart. */
    typeahead(-1);
    ct.has_pair = false;
    ct.has_plain = false;
    ct.is_new = true;
    ct.has_bright = COLORS >= 16 && (!ct.direct || ct.own_entry);
    char *mouse = tigetstr("kmous");
    ct.has_mouse = mouse && mouse != (char *)-1;
    ct.mouse_on = options->mouse && ct.has_mouse;
    ct_keys_define();
    clearok(curscr, TRUE);
    wnoutrefresh(stdscr);
    doupdate();
    ct_send(CT_MODES_ON);
    if (ct.mouse_on) ct_send(CT_MOUSE_ON);
    return CT_OK;
}

static void end_screen(void) {
    if (ct.keys) delwin(ct.keys);
    ct.keys = NULL;
    endwin();
    delscreen(ct.screen);
    ct.screen = NULL;
    ct.watched_fd = -1;
}

void ct_close(void) {
    if (!ct.screen) return;
    if (!ct_send(CT_MODES_OFF)) {
        /* Curses would wait for it. */
        ct_abandon();
        return;
    }
    end_screen();
    undo();
}

void ct_abandon(void) {
    if (!ct.screen) return;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        /* Curses goes on to write, but not to the terminal. */
        dup2(null, ct.out_fd);
        dup2(null, ct.tty_fd);
        dup2(null, ct.send_fd);
        dup2(null, ct.in_fd);
        if (ct.owns_input) dup2(null, STDIN_FILENO);
        if (ct.owns_output) dup2(null, STDOUT_FILENO);
        if (!ct.logs && ct.owns_output) dup2(null, STDERR_FILENO);
        close(null);
    }
    end_screen();
    /* Descriptor 2 stays the log: what it was before is gone. */
    if (ct.saved_stderr >= 0) close(ct.saved_stderr);
    ct.saved_stderr = -1;
    undo();
    ct_signals_ignore_hangup();
}

bool ct_is_open(void) { return ct.screen != NULL; }
