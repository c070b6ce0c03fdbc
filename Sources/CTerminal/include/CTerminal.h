/* A terminal through ncurses, in plain C types: Swift never sees <ncurses.h>.
 *
 * One terminal a process, used by one thread: the one that opened it. Only ct_wake and ct_hurry may be called
 * from others. Nothing here exits, prints or allocates for the caller. */
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stdint.h>

enum ct_status {
    CT_OK = 0,
    CT_NOT_A_TTY = 1,      /* input or output is no terminal */
    CT_UNKNOWN_TERM = 2,   /* no description of this TERM */
    CT_NO_ADDRESSING = 3,  /* it cannot move the cursor */
    CT_ALREADY_OPEN = 4,   /* one terminal a process */
    CT_SYSTEM = 5          /* a system call failed; errno says why */
};

enum ct_color {
    CT_COLOR_NONE,  /* send no colours at all */
    CT_COLOR_TERM,  /* what the terminal's description says */
    CT_COLOR_TRUE   /* 24 bits, by a description made for the purpose if need be */
};

struct ct_options {
    int input;             /* descriptors of the terminal; both are duplicated */
    int output;
    const char *term;      /* the terminal's type, such as xterm-256color */
    const char *locale;    /* for character widths; "" is the environment's */
    int color;             /* enum ct_color */
    int escape_delay;      /* milliseconds to wait after Escape for the rest of a key */
    bool mouse;
    int log;               /* where file descriptor 2 goes while the terminal is open; -1: left alone */
};

enum ct_event_kind {
    CT_NONE,         /* nothing is waiting */
    CT_CHARACTER,    /* code: a Unicode scalar, control characters included */
    CT_KEY,          /* code: enum ct_key */
    CT_MOUSE,        /* code: the SGR button number; x, y from 0; pressed */
    CT_RESIZE,
    CT_PASTE_BEGIN,
    CT_PASTE_END,
    CT_BACKGROUND,   /* code: 0xRRGGBB, the answer to ct_ask_background */
    CT_IGNORED       /* something unknown was read */
};

/* Keys, plus 16 times the modifiers: 1 Shift, 2 Alt, 4 Control. */
enum ct_key {
    CT_KEY_UP = 1, CT_KEY_DOWN, CT_KEY_RIGHT, CT_KEY_LEFT, CT_KEY_HOME, CT_KEY_END, CT_KEY_INSERT,
    CT_KEY_DELETE, CT_KEY_PAGE_UP, CT_KEY_PAGE_DOWN, CT_KEY_BACKSPACE, CT_KEY_TAB, CT_KEY_ENTER,
    CT_KEY_ESCAPE,
    CT_KEY_FUNCTION = 1024 /* plus the number of a function key */
};

struct ct_event {
    int32_t kind;
    int32_t code;
    int32_t x;
    int32_t y;
    bool pressed;
};

enum ct_wait_result {
    CT_INPUT = 1,    /* something can be read */
    CT_WOKEN = 2,    /* ct_wake was called */
    CT_SIGNALLED = 4,/* a signal came: the window may have another size */
    CT_RESUMED = 8,  /* the process was stopped and goes on: everything must be drawn again */
    CT_LOST = 16,    /* the terminal is gone */
    CT_WATCHED = 32  /* the descriptor of ct_watch has something to read */
};

enum ct_attribute { CT_BOLD = 1, CT_DIM = 2, CT_REVERSE = 4, CT_UNDERLINE = 8, CT_ITALIC = 16 };

/* Takes the terminal over: alternate screen, keys, mouse, crash guard. Returns enum ct_status. */
int ct_open(const struct ct_options *options);
/* Gives the terminal back as it was. Does nothing when none is open. */
void ct_close(void);
/* Ends without a byte to the terminal, which is gone: descriptors 0 and 1 become /dev/null where they
 * were the terminal, 2 too unless a log was given, and SIGHUP is ignored from now on. */
void ct_abandon(void);
/* Whether a terminal is open. */
bool ct_is_open(void);

int ct_rows(void);
int ct_columns(void);
/* 0, 8, 16, 88, 256 or 16777216. */
int ct_colors(void);
/* Whether colour numbers from 16 are 0xRRGGBB. */
bool ct_is_direct(void);
/* Whether the locale's encoding is UTF-8. */
bool ct_is_utf8(void);
/* The name and version of the library in use; may be called at any time. */
const char *ct_library_version(void);
/* How often something was written to a terminal so far; for tests. */
int ct_writes(void);
/* Columns of a scalar as the C library counts them, -1 if it is not printable. */
int ct_width(uint32_t scalar);

/* Puts a glyph of count scalars into the cell; colours are numbers, -1 the terminal's own, 8 to 15 bold
 * or dark where it has only eight. Nothing is sent before ct_flush. */
void ct_put(int y, int x, const uint32_t *scalars, int count, int foreground, int background,
            uint32_t attributes);
/* Empties the whole screen to come. */
void ct_erase(void);
/* Sends what changed, as one synchronised update. Returns false if nothing could be written. */
bool ct_flush(void);
/* Makes the next ct_flush send everything. */
void ct_invalidate(void);

/* Waits until something happens or milliseconds have passed, -1 for ever. Returns enum ct_wait_result
 * bits, 0 when the time was up. */
int ct_wait(int milliseconds);
/* Makes ct_wait return; any thread, also from a signal handler. */
void ct_wake(void);
/* The program is wanted elsewhere: a terminal that takes no bytes for a second is lost from now on, and
 * not waited for until it takes them. Any thread, also from a signal handler. */
void ct_hurry(void);
/* The next thing that was read; never blocks longer than the escape delay. */
struct ct_event ct_next(void);
/* Has ct_wait watch one more descriptor, -1 for none; it belongs to the caller. */
void ct_watch(int descriptor);

/* Turns the reports of the mouse off, so that the terminal's own selection works, and on again. */
void ct_set_mouse(bool on);
/* Whether the terminal has a mouse to report. */
bool ct_has_mouse(void);
/* Whether the terminal's description says that it has a clipboard. */
bool ct_takes_copies(void);
/* Puts a text on the terminal's clipboard; in_tmux sends it past tmux as well. Returns false if nothing
 * could be written. Whether it got there, no terminal tells. */
bool ct_copy(const uint8_t *bytes, int count, bool in_tmux);
/* Asks for the colour of the background; the answer, if there is one, comes as an event. */
void ct_ask_background(void);

/* Stops the process as Ctrl-Z does elsewhere, and comes back when it goes on. */
void ct_suspend(void);

#endif
