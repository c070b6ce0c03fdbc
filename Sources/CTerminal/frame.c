/* One write a frame.
 *
 * Curses sends what it has after every movement of the cursor: for a whole screen some hundred small
 * writes. Each wakes whoever reads the terminal, and on a machine with work on all its cores each is a
 * place where this thread has to wait for one. So during a frame the descriptor curses writes to leads to
 * a file in memory, which is then sent whole. */
#include "session.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BEGIN "\033[?2026h"
#define END "\033[?2026l"

bool ct_frame_open(void) {
    ct.tty_fd = fcntl(ct.out_fd, F_DUPFD_CLOEXEC, 3);
    if (ct.tty_fd < 0) return false;
    /* Not by fcntl: the mode would be that of the shell's descriptor, too. */
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", ct.tty_fd);
    ct.send_fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (ct.send_fd < 0) ct.send_fd = fcntl(ct.tty_fd, F_DUPFD_CLOEXEC, 3);
    /* Without one, curses writes to the terminal itself. */
    ct.frame_fd = memfd_create("frame", MFD_CLOEXEC);
    return true;
}

void ct_frame_close(void) {
    if (ct.tty_fd >= 0) close(ct.tty_fd);
    if (ct.send_fd >= 0) close(ct.send_fd);
    if (ct.frame_fd >= 0) close(ct.frame_fd);
    ct.tty_fd = ct.send_fd = ct.frame_fd = -1;
}

bool ct_frame_begin(void) {
    atomic_store(&ct.in_frame, true);
    ct.is_gathering = ct.frame_fd >= 0 && lseek(ct.frame_fd, 0, SEEK_SET) == 0
        && dup3(ct.frame_fd, ct.out_fd, O_CLOEXEC) >= 0;
    return ct.is_gathering || ct_send(BEGIN);
}

/* Sends the file up to where it was written, between the marks of a frame. */
static bool send_gathered(void) {
    static char buffer[64 * 1024];
    off_t end = lseek(ct.frame_fd, 0, SEEK_CUR), at = 0;
    size_t used = sizeof BEGIN - 1;
    memcpy(buffer, BEGIN, used);
    do {
        size_t room = sizeof buffer - used;
        size_t wanted = end - at < (off_t)room ? (size_t)(end - at) : room;
        ssize_t count = wanted > 0 ? pread(ct.frame_fd, buffer + used, wanted, at) : 0;
        if (count < 0 || (wanted > 0 && count == 0)) return false;
        at += count;
        used += (size_t)count;
        if (at == end && sizeof buffer - used >= sizeof END - 1) {
            memcpy(buffer + used, END, sizeof END - 1);
            return ct_send_bytes(buffer, used + sizeof END - 1);
        }
        if (!ct_send_bytes(buffer, used)) return false;
        used = 0;
    } while (true);
}

bool ct_frame_end(void) {
    bool ok = true;
    if (ct.is_gathering) {
        ok = dup3(ct.tty_fd, ct.out_fd, O_CLOEXEC) >= 0 && send_gathered();
    } else {
        ok = ct_send(END);
    }
    atomic_store(&ct.in_frame, false);
    if (atomic_exchange(&ct.stops_after_frame, false)) raise(SIGTSTP);
    return ok;
}
