/* The parent: one thread that waits for signals, takes no time and owns nothing but the terminal. */
#define _GNU_SOURCE
#include "CNcurses.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { signal_count = 65, settle_milliseconds = 20, restore_milliseconds = 1000 };

struct shared {
    /* Written by the child. */
    volatile sig_atomic_t is_taken;
    volatile sig_atomic_t seen[signal_count];
    /* Written by the parent: a Ctrl-Z would stop it at once, whatever the child still has to do. */
    volatile sig_atomic_t is_asleep;
};
static struct shared *shared;

/* The parent's own state. */
static struct {
    pid_t child;
    int tty;
    struct termios mode;
    const char *bytes;
    size_t count;
    int is_stopped;
    /* How many of each signal the child has had when the last one was decided about. */
    sig_atomic_t known[signal_count];
    /* What somebody sent to us and the child may not have; 2 for what the terminal, or the
       child, sent to both. */
    char owed[signal_count];
} guard;

void nc_parent_note_screen(int is_taken) {
    if (shared) shared->is_taken = is_taken;
}

int nc_parent_has_given_back(void) { return shared && !shared->is_taken; }

int nc_parent_is_awake(int milliseconds) {
    struct timespec moment = {0, 1000000L};
    for (; shared && shared->is_asleep && milliseconds > 0; milliseconds--)
        nanosleep(&moment, NULL);
    return !shared || !shared->is_asleep;
}

void nc_parent_note_signal(int number) {
    if (shared && number > 0 && number < signal_count) shared->seen[number]++;
}

/* MARK: The terminal */

static void write_bounded(const char *data, size_t size) {
    int patience = restore_milliseconds;
    while (size > 0) {
        ssize_t written = write(guard.tty, data, size);
        if (written > 0) {
            data += written;
            size -= (size_t)written;
        } else if (written < 0 && errno == EINTR) {
            continue;
        } else if (written < 0 && errno == EAGAIN && patience > 0) {
            struct pollfd ready = {.fd = guard.tty, .events = POLLOUT};
            poll(&ready, 1, 50);
            patience -= 50;
        } else {
            return;
        }
    }
}

/* CAN first: the child may have died in the middle of a sequence. What was typed for a screen that is
   gone, and what its mouse reported, is not for the shell. */
static void give_back_terminal(void) {
    if (!shared->is_taken) return;
    shared->is_taken = 0;
    write_bounded("\x18", 1);
    write_bounded(guard.bytes, guard.count);
    nc_set_mode(0, &guard.mode);
    tcflush(0, TCIFLUSH);
}

/* MARK: The child */

static void end_as(int status) __attribute__((noreturn));

static void end_as(int status) {
    give_back_terminal();
    if (WIFEXITED(status)) _exit(WEXITSTATUS(status));
    int number = WTERMSIG(status);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    prctl(PR_SET_DUMPABLE, 0);
#endif
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    signal(number, SIG_DFL);
    kill(getpid(), number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    _exit(128 + number);
}

/* Stops as the child did, so that the shell sees it; ignored by the system where nobody could ever
   say that it should go on. */
static void stop(void) {
    give_back_terminal();
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    shared->is_asleep = 1;
    kill(getpid(), SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    sigprocmask(SIG_BLOCK, &set, NULL);
    shared->is_asleep = 0;
}

static void look_at_child(void);

/* A stop of the whole group reaches us a moment after the child. When the child goes on again by then,
   both were stopped and both went on; one more stop would be one too many. */
static void stop_with_child(void) {
    struct timespec moment = {0, settle_milliseconds * 1000000L};
    guard.is_stopped = 1;
    nanosleep(&moment, NULL);
    look_at_child();
    if (guard.is_stopped) stop();
}

static void look_at_child(void) {
    int status;
    while (waitpid(guard.child, &status, WNOHANG | WUNTRACED | WCONTINUED) == guard.child) {
        if (WIFCONTINUED(status)) {
            guard.is_stopped = 0;
        } else if (WIFSTOPPED(status)) {
            stop_with_child();
        } else {
            end_as(status);
        }
    }
}

/* MARK: Signals */

static const int passed[] = {
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH, SIGUSR1, SIGUSR2,
};
#define PASSED (sizeof passed / sizeof *passed)

/* A signal for the whole group reaches the child without us; one for this process alone does not.
   Which it was shows a moment later: the child counts what it gets, and the system says whether it goes
   on. One more SIGCONT would not be harmless: it takes away a stop that is on its way. What the child
   itself sends, it sends to the whole group. */
static void settle(void) {
    if (guard.owed[SIGCONT]) {
        guard.owed[SIGCONT] = 0;
        look_at_child();
        if (guard.is_stopped) kill(guard.child, SIGCONT);
    }
    for (size_t i = 0; i < PASSED; i++) {
        int number = passed[i];
        if (!guard.owed[number]) continue;
        sig_atomic_t seen = shared->seen[number];
        if (guard.owed[number] == 1 && seen <= guard.known[number]) {
            kill(guard.child, number);
            guard.known[number] = seen + 1;
        } else {
            guard.known[number] = seen;
        }
        guard.owed[number] = 0;
    }
}

static int owes(void) {
    if (guard.owed[SIGCONT]) return 1;
    for (size_t i = 0; i < PASSED; i++)
        if (guard.owed[passed[i]]) return 1;
    return 0;
}

static void wait_for_end(void) __attribute__((noreturn));

static void wait_for_end(void) {
    sigset_t awaited;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    sigaddset(&awaited, SIGCONT);
    for (size_t i = 0; i < PASSED; i++) sigaddset(&awaited, passed[i]);
    for (;;) {
        siginfo_t info;
        struct timespec moment = {0, settle_milliseconds * 1000000L};
        int number = owes() ? sigtimedwait(&awaited, &info, &moment) : sigwaitinfo(&awaited, &info);
        if (number < 0) {
            if (errno == EAGAIN) settle();
        } else if (number == SIGCHLD) {
            look_at_child();
        } else {
            int is_ours = info.si_code <= 0 && info.si_pid != guard.child;
            guard.owed[number] = is_ours ? 1 : 2;
        }
    }
}

/* MARK: The start */

/* True when that cannot be found out, too. */
static int has_threads(void) {
#ifdef __linux__
    DIR *folder = opendir("/proc/self/task");
    if (!folder) return 1;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) count += entry->d_name[0] != '.';
    closedir(folder);
    return count != 1;
#else
    return 0;
#endif
}

/* Opened anew, so that not blocking is our own affair and not the shell's. */
static int open_terminal(void) {
    char name[256];
    if (ttyname_r(1, name, sizeof name)) return 1;
    int own = open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    return own < 0 ? 1 : own;
}

static void die_with_parent(pid_t parent) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGHUP);
#endif
    if (getppid() != parent) _exit(128 + SIGHUP);
}

int nc_parent_run(const char *bytes, size_t count, void *(*body)(void *), void *context) {
    if (shared || !isatty(0) || !isatty(1) || has_threads()) return -1;
    if (tcgetattr(0, &guard.mode)) return -1;
    void *page = mmap(
        NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return -1;
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child < 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        munmap(page, sizeof *shared);
        return -1;
    }
    shared = page;
    if (child > 0) {
        guard.child = child;
        guard.bytes = bytes;
        guard.count = count;
        guard.tty = open_terminal();
        wait_for_end();
    }
    die_with_parent(parent);
    sigprocmask(SIG_SETMASK, &before, NULL);
    pthread_t thread;
    if (pthread_create(&thread, NULL, body, context)) body(context);
    else pthread_join(thread, NULL);
    return 0;
}
