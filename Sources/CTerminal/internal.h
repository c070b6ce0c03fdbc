#ifndef CTERMINAL_INTERNAL_H
#define CTERMINAL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes that undo every mode this module turns on itself, for leaving and for crashes. */
#define CT_MODES_OFF "\033[?2026l\033[?2004l\033[?1006l\033[?1002l\033[?1000l"

/* Catches fatal signals, restores the terminal behind output and saved_stderr, and hands the signal on
 * to whoever caught it before. Call before the terminal's modes change. */
void ct_guard_install(int output, int saved_stderr);
void ct_guard_remove(void);

/* Writes a terminfo entry like that of term but with 24-bit colours into text as "b64:...". Returns
 * false if there is no such entry, it cannot be understood or is direct already. */
bool ct_direct_entry(const char *term, char *text, size_t capacity);
/* Strings for tiparm, of which nothing is sent: from now on such an entry sends a background only if it is
 * not the last one; or it sends each. */
extern const char ct_remember_background[], ct_send_background[];

struct ct_found_key {
    int key; /* as an event has it, with the modifiers */
    char text[12];
};
struct ct_lookup {
    bool takes_copies; /* whether it says that it has a clipboard */
    size_t count;
    struct ct_found_key keys[70];
};
/* What the description of term says in its extended part; nothing if there is no such description. */
void ct_lookup(const char *term, int output, struct ct_lookup *found);

/* Writes bytes as base64, four characters for three bytes and a NUL; returns how many characters. */
size_t ct_base64(const unsigned char *bytes, size_t count, char *text);

#endif
