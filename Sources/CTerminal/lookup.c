/* What a terminal's description says beyond the names every program knows: the extended part of its
 * entry. It is read from the terminal's own entry, before newterm may take one made here. */
#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <term.h> /* only here: it defines macros such as lines, columns, buttons */

#include "CTerminal.h"
#include "internal.h"

/* The number after a name says what is held: 2 Shift, 3 Alt, 4 both, 5 Control and so on. */
static const struct { const char *name; int key; } named[] = {
    {"kUP", CT_KEY_UP}, {"kDN", CT_KEY_DOWN}, {"kRIT", CT_KEY_RIGHT}, {"kLFT", CT_KEY_LEFT},
    {"kHOM", CT_KEY_HOME}, {"kEND", CT_KEY_END}, {"kIC", CT_KEY_INSERT}, {"kDC", CT_KEY_DELETE},
    {"kPRV", CT_KEY_PAGE_UP}, {"kNXT", CT_KEY_PAGE_DOWN},
};

static const char *find(const char *name) {
    const char *text = tigetstr((char *)name);
    return text && text != (char *)-1 && *text ? text : NULL;
}

void ct_lookup(const char *term, int output, struct ct_lookup *found) {
    memset(found, 0, sizeof *found);
    int problem = 0;
    if (setupterm((char *)term, output, &problem) != OK) return;
    found->takes_copies = find("Ms") != NULL;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        for (int modifiers = 1; modifiers < 8; modifiers++) {
            char name[16];
            if (modifiers == 1) snprintf(name, sizeof name, "%s", named[i].name);
            else snprintf(name, sizeof name, "%s%d", named[i].name, modifiers + 1);
            const char *text = find(name);
            if (!text || strlen(text) >= sizeof found->keys[0].text) continue;
            if (found->count == sizeof found->keys / sizeof *found->keys) continue;
            struct ct_found_key *key = &found->keys[found->count++];
            strcpy(key->text, text);
            key->key = 16 * modifiers + named[i].key;
        }
    }
    del_curterm(cur_term);
}
