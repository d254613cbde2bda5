#define _GNU_SOURCE
#include "system.h"
#include "parent.h"
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

int nc_memory_file(const char *name) {
#ifdef __linux__
    return memfd_create(name, MFD_CLOEXEC);
#else
    (void)name;
    FILE *file = tmpfile();
    return file ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 3) : -1;
#endif
}

int nc_pipe(int descriptors[2]) {
    if (pipe(descriptors)) return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(descriptors[i], F_SETFL, O_NONBLOCK);
        fcntl(descriptors[i], F_SETFD, FD_CLOEXEC);
    }
    return 0;
}

int nc_set_mode(int descriptor, const struct termios *mode) {
    sigset_t set, old;
    sigemptyset(&set);
    sigaddset(&set, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &set, &old);
    int result;
    do result = tcsetattr(descriptor, TCSANOW, mode);
    while (result && errno == EINTR);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return result;
}

const char *nc_set_character_locale(const char *name) { return setlocale(LC_CTYPE, name); }

const char *nc_codeset(void) { return nl_langinfo(CODESET); }

int nc_terminal_size(int descriptor, int *width, int *height) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) || size.ws_col == 0 || size.ws_row == 0) return -1;
    *width = size.ws_col;
    *height = size.ws_row;
    return 0;
}

static const int watched[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT};
#define WATCHED (sizeof watched / sizeof *watched)
static struct sigaction before[WATCHED], before_pipe;
static volatile sig_atomic_t signal_pipe = -1;

static void on_signal(int number) {
    int error = errno;
    unsigned char byte = (unsigned char)number;
    nc_parent_note_signal(number);
    ssize_t written = write(signal_pipe, &byte, 1);
    (void)written;
    errno = error;
}

int nc_signals_open(int pipe) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = SIG_IGN;
    if (sigaction(SIGPIPE, &action, &before_pipe)) return -1;
    signal_pipe = pipe;
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    for (size_t i = 0; i < WATCHED; i++)
        if (sigaction(watched[i], &action, &before[i])) return -1;
    return 0;
}

void nc_signals_close(void) {
    if (signal_pipe < 0) return;
    for (size_t i = 0; i < WATCHED; i++) sigaction(watched[i], &before[i], NULL);
    sigaction(SIGPIPE, &before_pipe, NULL);
    signal_pipe = -1;
}

void nc_stop(void) {
    struct sigaction usual, ours;
    sigset_t set, old;
    memset(&usual, 0, sizeof usual);
    sigemptyset(&usual.sa_mask);
    usual.sa_handler = SIG_DFL;
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigaction(SIGTSTP, &usual, &ours);
    pthread_sigmask(SIG_UNBLOCK, &set, &old);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    sigaction(SIGTSTP, &ours, NULL);
}
