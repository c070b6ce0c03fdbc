#include "session.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

/* Curses' own handlers for the window size and for stopping do their work; ours wrap them, so that the
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
    atomic_store(&ct.resized, true);
    ct_wake();
    errno = saved;
}

void ct_signals_tell_size(void) { call(&curses_winch, SIGWINCH); }

static void on_tstp(int signal_number) {
    if (atomic_load(&ct.in_frame)) {
        atomic_store(&ct.stops_after_frame, true);
        return;
    }
    int saved = errno;
    ct_send(CT_MODES_OFF);
    call(&curses_tstp, signal_number); /* comes back when the process goes on */
    ct_send(CT_MODES_ON);
    if (ct.mouse_on) ct_send(CT_MOUSE_ON);
    atomic_store(&ct.resumed, true);
    ct_wake();
    errno = saved;
}

static void on_hup(int signal_number) {
    (void)signal_number;
    int saved = errno;
    atomic_store(&ct.lost, true);
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

void ct_signals_remember(void) {
    for (int i = 0; i < HANDLED; i++) sigaction(handled[i], NULL, &before[i]);
}

void ct_signals_install(void) {
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

void ct_signals_restore(void) {
    for (int i = 0; i < HANDLED; i++) sigaction(handled[i], &before[i], NULL);
}

void ct_signals_ignore_hangup(void) {
    if (before[HUP].sa_handler == SIG_DFL) install(SIGHUP, SIG_IGN);
}

void ct_suspend(void) {
    if (ct.screen) raise(SIGTSTP);
}
