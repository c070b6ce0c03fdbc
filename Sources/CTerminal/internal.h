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

#endif
