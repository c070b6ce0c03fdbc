/* What the parts of this module share: the one terminal a process has. */
#ifndef CTERMINAL_SESSION_H
#define CTERMINAL_SESSION_H

#define _GNU_SOURCE 1 /* wide-character curses, wcwidth */
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

#include <ncurses.h> /* not <term.h>: it defines macros such as lines, columns, buttons */

#include "CTerminal.h"
#include "internal.h"

#define CT_MODES_ON "\033[?2004h"
/* Motion is reported only while a button is down; positions in decimal, so that wide windows have them. */
#define CT_MOUSE_ON "\033[?1000h\033[?1002h\033[?1006h"
#define CT_MOUSE_OFF "\033[?1006l\033[?1002l\033[?1000l"

struct ct_session {
    SCREEN *screen;
    WINDOW *keys; /* a pad: reading from it never refreshes the screen by itself */
    FILE *in_file, *out_file;
    int in_fd, out_fd;
    int tty_fd;   /* where out_fd leads between frames */
    int send_fd;  /* the same terminal, opened again so that a write to it never waits; tty_fd where it can't be */
    int frame_fd; /* where it leads during one; -1 if nowhere else */
    bool is_gathering;
    atomic_bool in_frame;          /* out_fd may not lead to the terminal now */
    atomic_bool stops_after_frame; /* the process was to stop meanwhile */
    int writes;                    /* to the terminal, so far */
    bool owns_input, owns_output; /* whether descriptors 0 and 1 are this terminal */
    bool has_colors;
    bool direct;
    bool own_entry;  /* whether the description in use was made here */
    bool has_bright; /* whether colours 8 to 15 are the user's bright ones */
    bool has_pair; /* whether a cell was put, with these colours and their pair */
    int pair_foreground, pair_background, pair;
    bool has_plain;  /* whether a cell has a colour of the terminal's own */
    bool is_new;     /* whether the next flush sends everything */
    bool has_mouse;  /* whether it has one to report */
    volatile bool mouse_on; /* read by a signal handler */
    int saved_stderr;
    bool logs;
    int wake_fd;
    int watched_fd;
    struct ct_lookup lookup;
    atomic_bool lost, resumed, resized;
    atomic_bool is_hurried; /* a terminal that takes nothing is waited for no longer */
};
extern struct ct_session ct;

/* Whole text to the terminal, also from a signal handler; false if it is gone, or takes nothing and the
 * program is wanted elsewhere. */
bool ct_send(const char *text);
bool ct_send_bytes(const char *bytes, size_t count);

/* Takes the descriptors a frame needs; false if there are none. */
bool ct_frame_open(void);
void ct_frame_close(void);
/* What curses writes between these is sent at the end of it, as one synchronised update. */
bool ct_frame_begin(void);
bool ct_frame_end(void);

/* The signals before ct_open; ours over curses' own; and those before again. */
void ct_signals_remember(void);
void ct_signals_install(void);
/* Tells curses that the window may have another size. */
void ct_signals_tell_size(void);
void ct_signals_restore(void);
/* From now on a hang-up, of which nobody else has been told, ends nothing. */
void ct_signals_ignore_hangup(void);

/* Codes for sequences curses does not know, above those it makes up itself: it counts the names of an
 * entry's extended part from KEY_MAX, of which there are some hundred. */
enum {
    CODE_PASTE_BEGIN = 4096,
    CODE_PASTE_END,
    CODE_SGR_MOUSE,
    CODE_OLD_MOUSE,
    CODE_BACKGROUND,
    CODE_MODIFIED /* plus 16 times the modifiers plus the key */
};
/* Tells curses of keys it has no names for. */
void ct_keys_define(void);
/* Curses' code of a key as ours; 0 for those without one. */
int ct_keys_translate(int code);

#endif
