#define _GNU_SOURCE 1
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "internal.h"

static const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { FATAL = sizeof fatal / sizeof *fatal };

static struct sigaction previous[FATAL];
static struct termios saved_modes;
static bool has_modes;
static bool installed;
static int terminal = -1;
static int stderr_copy = -1;

/* Only async-signal-safe calls from here on. The alternate screen is left, so that what the runtime
 * prints about the crash stays readable. */
static void on_fatal(int signal_number, siginfo_t *info, void *context) {
    (void)context;
    static const char undo[] = CT_MODES_OFF "\033[?1l\033>\033[0m\033[?1049l\033[?25h\r\n";
    if (terminal >= 0) {
        ssize_t written = write(terminal, undo, sizeof undo - 1);
        (void)written;
        if (has_modes) tcsetattr(terminal, TCSANOW, &saved_modes);
        terminal = -1;
    }
    if (stderr_copy >= 0) dup2(stderr_copy, STDERR_FILENO);
    for (int i = 0; i < FATAL; i++) {
        if (fatal[i] == signal_number) sigaction(signal_number, &previous[i], NULL);
    }
    /* A fault happens again when this returns, and then meets the previous handler with its own
     * address; a trap or a signal that was sent does not, and is sent again. The runtime's handler
     * comes back once it has told of the crash, and expects the same: a third time, it is fatal. */
    if (signal_number == SIGTRAP || signal_number == SIGABRT || !info || info->si_code <= 0) {
        raise(signal_number);
        /* abort() sees to its own end when a handler comes back. */
        if (signal_number != SIGABRT) {
            signal(signal_number, SIG_DFL);
            raise(signal_number);
        }
    }
}

void ct_guard_install(int output, int saved_stderr) {
    terminal = output;
    stderr_copy = saved_stderr;
    has_modes = tcgetattr(output, &saved_modes) == 0;
    if (installed) return;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_fatal;
    action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
    for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &action, &previous[i]);
    installed = true;
}

void ct_guard_remove(void) {
    terminal = -1;
    stderr_copy = -1;
    if (!installed) return;
    for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &previous[i], NULL);
    installed = false;
}
