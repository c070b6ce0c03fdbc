/* A terminfo entry with 24-bit colours, made from any other.
 *
 * Few systems have the "-direct" entries installed, but ncurses takes a whole compiled entry in the
 * variable TERMINFO. So the user's own entry is read, its colour strings are replaced, and keys and all
 * else stay right. The compiled format (term(5)), little-endian:
 *
 *     short magic          0432 octal: numbers are shorts; 01036: numbers are ints
 *     short sizes[5]       bytes of names, count of flags, of numbers, of strings, bytes of strings
 *     char names[]         "xterm-256color|..." and a NUL
 *     char flags[]         then a pad byte if names and flags together are odd
 *     number numbers[]
 *     short strings[]      offsets into the table, -1 where missing
 *     char table[]         then a pad byte if it is odd, and the extended part
 *
 * What is written has int numbers and an extended part of its own with the one flag RGB, which makes
 * ncurses take colour numbers for colours. */
#define _GNU_SOURCE 1
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum {
    MAGIC_SHORT = 0432, MAGIC_INT = 01036, HEADER = 12,
    FLAG_MSGR = 14, FLAG_CCC = 27, NUMBER_COLORS = 13, NUMBER_PAIRS = 14,
    STRING_SGR = 131, STRING_OP = 297, STRING_INITC = 299, STRING_INITP = 300, STRING_SETAF = 359, STRING_SETAB = 360,
    MAX_ENTRY = 32768
};

/* Colours below 16 are still the user's own. */
#define SET_COLOR(low, high, rgb) \
    "\033[%?%p1%{15}%>%t" rgb ";2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%e" \
    "%p1%{8}%<%t" low "%p1%d%e" high "%p1%{8}%-%d%;m"

/* Curses sends a cell's background with every change of colour or emphasis, though it is nearly always
 * the one before: a third of all bytes. So the string for it remembers the last in the variable B, which
 * stays from one use to the next, and sends it only if it is another. That holds while E is not zero;
 * emphasis resets the colours, and so forgets. The rest is in drawing.c. */
#define FORGET "%{16777216}%PB"
#define SET_CHANGED(set) "%?%gE%p1%gB%=%A%!%t%p1%PB" set "%;"
const char ct_remember_background[] = "%{1}%PE" FORGET;
const char ct_send_background[] = "%{0}%PE";

struct bytes {
    unsigned char data[MAX_ENTRY];
    size_t count;
};

static int get_short(const unsigned char *p) { return (int16_t)(p[0] | p[1] << 8); }
static int32_t get_int(const unsigned char *p) {
    return (int32_t)((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
}

static bool put_bytes(struct bytes *out, const void *from, size_t count) {
    if (out->count + count > sizeof out->data) return false;
    memcpy(out->data + out->count, from, count);
    out->count += count;
    return true;
}
static bool put_short(struct bytes *out, int value) {
    unsigned char two[2] = {(unsigned char)value, (unsigned char)(value >> 8)};
    return put_bytes(out, two, 2);
}
static bool put_int(struct bytes *out, int32_t value) {
    return put_short(out, value & 0xFFFF) && put_short(out, (value >> 16) & 0xFFFF);
}

static bool read_file(const char *folder, size_t length, const char *term, struct bytes *in) {
    char path[4096];
    const char *layouts[] = {"%.*s/%c/%s", "%.*s/%02x/%s"};
    for (int i = 0; i < 2; i++) {
        int n = snprintf(path, sizeof path, layouts[i], (int)length, folder, (unsigned char)term[0], term);
        if (n < 0 || (size_t)n >= sizeof path) continue;
        FILE *file = fopen(path, "rbe");
        if (!file) continue;
        in->count = fread(in->data, 1, sizeof in->data, file);
        fclose(file);
        if (in->count > HEADER) return true;
    }
    return false;
}

/* The places ncurses itself looks at, in its order. */
static bool read_entry(const char *term, struct bytes *in) {
    if (!*term || strchr(term, '/')) return false;
    const char *own = getenv("TERMINFO");
    if (own && *own == '/' && read_file(own, strlen(own), term, in)) return true;
    char home[4096];
    const char *folder = getenv("HOME");
    if (folder) {
        int n = snprintf(home, sizeof home, "%s/.terminfo", folder);
        if (n > 0 && (size_t)n < sizeof home && read_file(home, (size_t)n, term, in)) return true;
    }
    static const char standard[] = "/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo";
    const char *lists[] = {getenv("TERMINFO_DIRS"), standard};
    for (int i = 0; i < 2; i++) {
        for (const char *p = lists[i]; p && *p;) {
            size_t length = strcspn(p, ":");
            if (length > 0 && read_file(p, length, term, in)) return true;
            p += length + (p[length] == ':');
        }
    }
    return false;
}

static bool contains(const unsigned char *data, size_t count, const char *text, size_t length) {
    return memmem(data, count, text, length) != NULL;
}

static bool rewrite(const struct bytes *in, struct bytes *out) {
    int magic = get_short(in->data);
    if (magic != MAGIC_SHORT && magic != MAGIC_INT) return false;
    int sizes[5];
    for (int i = 0; i < 5; i++) {
        sizes[i] = get_short(in->data + 2 + 2 * i);
        if (sizes[i] < 0) return false;
    }
    int names = sizes[0], flags = sizes[1], numbers = sizes[2], strings = sizes[3], table = sizes[4];
    int width = magic == MAGIC_INT ? 4 : 2;
    size_t flags_at = HEADER + (size_t)names;
    size_t numbers_at = flags_at + (size_t)flags + ((names + flags) & 1);
    size_t strings_at = numbers_at + (size_t)numbers * width;
    size_t table_at = strings_at + (size_t)strings * 2;
    size_t extended_at = table_at + (size_t)table;
    if (extended_at > in->count || flags <= FLAG_CCC || numbers <= NUMBER_PAIRS) return false;
    /* Direct already: the extended part names the flag, number or string RGB. */
    if (contains(in->data + extended_at, in->count - extended_at, "\0RGB", 5)) return false;

    int emphasis_at = strings > STRING_SGR ? get_short(in->data + strings_at + 2 * STRING_SGR) : -1;
    char emphasis[1024] = "";
    if (emphasis_at >= 0 && emphasis_at < table) {
        const char *text = (const char *)in->data + table_at + emphasis_at;
        size_t length = strnlen(text, (size_t)(table - emphasis_at));
        if (length + sizeof FORGET <= sizeof emphasis) {
            memcpy(emphasis, text, length);
            memcpy(emphasis + length, FORGET, sizeof FORGET);
        }
    }
    /* Without these, colours are reset in ways that strings don't see. */
    bool remembers = *emphasis && in->data[flags_at + FLAG_MSGR] == 1;
    const struct { int index; const char *text; } changed[] = {
        {STRING_OP, "\033[39;49m"},
        {STRING_INITC, NULL},
        {STRING_INITP, NULL},
        {STRING_SETAF, SET_COLOR("3", "9", "38")},
        {STRING_SETAB, remembers ? SET_CHANGED(SET_COLOR("4", "10", "48")) : SET_COLOR("4", "10", "48")},
        {remembers ? STRING_SGR : STRING_INITP, remembers ? emphasis : NULL},
    };
    int new_strings = strings > STRING_SETAB ? strings : STRING_SETAB + 1;
    int new_table = table;
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
        if (changed[i].text) new_table += (int)strlen(changed[i].text) + 1;
    }
    if (new_table > INT16_MAX) return false;

    bool ok = put_short(out, MAGIC_INT) && put_short(out, names) && put_short(out, flags)
        && put_short(out, numbers) && put_short(out, new_strings) && put_short(out, new_table)
        && put_bytes(out, in->data + HEADER, (size_t)names);
    for (int i = 0; ok && i < flags; i++) {
        unsigned char flag = i == FLAG_CCC ? 0 : in->data[flags_at + (size_t)i];
        ok = put_bytes(out, &flag, 1);
    }
    if (ok && out->count & 1) ok = put_bytes(out, "", 1);
    for (int i = 0; ok && i < numbers; i++) {
        const unsigned char *at = in->data + numbers_at + (size_t)i * width;
        int32_t value = width == 4 ? get_int(at) : get_short(at);
        if (i == NUMBER_COLORS) value = 0x1000000;
        if (i == NUMBER_PAIRS) value = 0x7FFF;
        ok = put_int(out, value);
    }
    for (int i = 0; ok && i < new_strings; i++) {
        int offset = i < strings ? get_short(in->data + strings_at + 2 * (size_t)i) : -1;
        int next = table;
        for (size_t j = 0; j < sizeof changed / sizeof *changed; j++) {
            if (changed[j].index == i) offset = changed[j].text ? next : -1;
            if (changed[j].text) next += (int)strlen(changed[j].text) + 1;
        }
        ok = put_short(out, offset);
    }
    ok = ok && put_bytes(out, in->data + table_at, (size_t)table);
    for (size_t i = 0; ok && i < sizeof changed / sizeof *changed; i++) {
        if (changed[i].text) ok = put_bytes(out, changed[i].text, strlen(changed[i].text) + 1);
    }
    if (ok && out->count & 1) ok = put_bytes(out, "", 1);
    /* One flag, no numbers, no strings; one name in a table of four bytes; the flag and a pad byte; the
     * name's offset; the name. */
    return ok && put_short(out, 1) && put_short(out, 0) && put_short(out, 0) && put_short(out, 1)
        && put_short(out, 4) && put_bytes(out, "\1\0", 2) && put_short(out, 0)
        && put_bytes(out, "RGB", 4);
}

static bool encode(const struct bytes *in, char *text, size_t capacity) {
    size_t need = 4 + (in->count + 2) / 3 * 4 + 1;
    if (need > capacity) return false;
    memcpy(text, "b64:", 4);
    ct_base64(in->data, in->count, text + 4);
    return true;
}

bool ct_direct_entry(const char *term, char *text, size_t capacity) {
    struct bytes *in = calloc(1, sizeof *in);
    struct bytes *out = calloc(1, sizeof *out);
    bool ok = in && out && read_entry(term, in) && rewrite(in, out) && encode(out, text, capacity);
    free(in);
    free(out);
    return ok;
}
