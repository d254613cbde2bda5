/* Gives the terminal back when the process dies by itself. Only async-signal-safe calls. */
#include "system.h"
#include "parent.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int tty = -1, error_file = -1, error_saved = -1;
static struct termios mode;
static char bytes[512];
static size_t count;
static volatile sig_atomic_t is_armed;
static int has_exit_hook;

static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
#define FATAL (sizeof fatal / sizeof *fatal)
static struct sigaction before[FATAL];
static char stack[65536];

static void write_all(int descriptor, const char *data, size_t size) {
    while (size > 0) {
        ssize_t written = write(descriptor, data, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        data += written;
        size -= (size_t)written;
    }
}

/* What was written to standard error while the screen was on, to where it belongs. */
static void give_back_stderr(void) {
    char block[1024];
    off_t offset = 0;
    ssize_t got;
    if (error_saved < 0) return;
    dup2(error_saved, 2);
    while ((got = pread(error_file, block, sizeof block, offset)) > 0) {
        write_all(2, block, (size_t)got);
        offset += got;
    }
}

static void restore(void) {
    if (!is_armed) return;
    is_armed = 0;
    write_all(tty, bytes, count);
    nc_set_mode(tty, &mode);
    nc_parent_note_screen(0);
    give_back_stderr();
}

/* Afterwards the earlier handler runs: a fault happens again by itself on return, a signal that
   somebody sent is raised once more. */
static void on_fatal(int number, siginfo_t *info, void *context) {
    (void)context;
    restore();
    for (size_t i = 0; i < FATAL; i++)
        if (fatal[i] == number) sigaction(number, &before[i], NULL);
    if (number == SIGABRT || info->si_code <= 0) raise(number);
}

int nc_guard_open(int descriptor, const struct termios *saved, const char *text, size_t size) {
    if (size > sizeof bytes) return -1;
    tty = descriptor;
    mode = *saved;
    memcpy(bytes, text, size);
    count = size;
    if (!has_exit_hook) atexit(restore);
    has_exit_hook = 1;

    stack_t alternate;
    memset(&alternate, 0, sizeof alternate);
    alternate.ss_sp = stack;
    alternate.ss_size = sizeof stack;
    stack_t current;
    if (!sigaltstack(NULL, &current) && (current.ss_flags & SS_DISABLE))
        sigaltstack(&alternate, NULL);

    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_sigaction = on_fatal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    for (size_t i = 0; i < FATAL; i++)
        if (sigaction(fatal[i], &action, &before[i])) return -1;
    is_armed = 1;
    return 0;
}

void nc_guard_stderr(int file, int saved) {
    error_file = file;
    error_saved = saved;
}

void nc_guard_pause(int is_paused) { is_armed = !is_paused && tty >= 0; }

void nc_guard_close(void) {
    if (tty < 0) return;
    is_armed = 0;
    for (size_t i = 0; i < FATAL; i++) sigaction(fatal[i], &before[i], NULL);
    tty = error_file = error_saved = -1;
}
