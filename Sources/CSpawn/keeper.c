/* The keeper: one process per program, alive as long as anything the program started.
 *
 * It runs in a copy of a process with many threads, so it never allocates, locks or uses stdio. */
#define _GNU_SOURCE
#include "keeper.h"
#include "tree.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

enum { no_time = -1, count_every = 100, kill_every = 5 };

/* The keeper's whole state; there is one keeper in a process. */
static struct {
    int control;
    pid_t program;
    int has_ended;
    uint32_t leftover, processes;
    /* When everything is killed; `no_time` while it may go on. Milliseconds of the monotonic clock. */
    int64_t kill_at;
} keeper;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void tell(int32_t kind, int32_t value) {
    struct cspawn_record record = {kind, value};
    /* Eight bytes fit into a socket's buffer or nobody listens; either way there is nothing to be done. */
    (void)!send(keeper.control, &record, sizeof record, MSG_NOSIGNAL);
}

static void sooner(int64_t time) {
    if (keeper.kill_at == no_time || time < keeper.kill_at) keeper.kill_at = time;
}

/* MARK: What happens */

/* Takes in what ended; false when no process is left. */
static int reap(void) {
    int status;
    pid_t ended;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
        if (ended != keeper.program) continue;
#ifndef __linux__
        kill(-keeper.program, SIGKILL);
#endif
        keeper.has_ended = 1;
        sooner(now() + keeper.leftover);
        tell(CSPAWN_ENDED, status);
    }
    return ended == 0 || errno != ECHILD;
}

/* Takes a command from the process that started it; its end means that nobody wants the tree any more. */
static void take_command(void) {
    uint32_t grace;
    ssize_t length = recv(keeper.control, &grace, sizeof grace, MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (length != sizeof grace) {
        /* Not again: a closed socket is readable for ever. */
        close(keeper.control);
        keeper.control = -1;
        grace = 0;
    }
    /* It may not have a group of its own yet. */
    if (grace && !keeper.has_ended && kill(-keeper.program, SIGTERM)) kill(keeper.program, SIGTERM);
    sooner(now() + grace);
}

static void check_count(void) {
    int count = tree_walk(0);
    if (count <= 0 || (uint32_t)count <= keeper.processes) return;
    keeper.processes = 0;
    sooner(now());
    tell(CSPAWN_TOO_MANY, count);
}

static void woken(int signal) { (void)signal; }

static void wait_for_something(int64_t until) {
    sigset_t none;
    sigemptyset(&none);
    fd_set readable;
    FD_ZERO(&readable);
    if (keeper.control >= 0) FD_SET(keeper.control, &readable);
    int64_t left = until - now();
    if (left < 0) left = 0;
    struct timespec wait = {left / 1000, left % 1000 * 1000000};
    int most = keeper.control + 1;
    int ready =
        pselect(most, &readable, NULL, NULL, until == no_time ? NULL : &wait, &none);
    if (ready > 0) take_command();
}

static void keep(void) {
    int64_t next_kill = no_time, next_count = now();
    while (reap()) {
        int64_t time = now();
        if (keeper.kill_at != no_time && time >= keeper.kill_at && time >= next_kill) {
            tree_kill(keeper.program, keeper.has_ended);
            next_kill = now() + kill_every;
            keeper.processes = 0;
            continue;
        }
        if (keeper.processes && time >= next_count) {
            check_count();
            next_count = time + count_every;
        }
        int64_t until = keeper.kill_at;
        if (until != no_time && next_kill > until) until = next_kill;
        if (keeper.processes && (until == no_time || next_count < until)) until = next_count;
        wait_for_something(until);
    }
}

/* MARK: Becoming the keeper */

static void close_from(int first) {
#if defined(__linux__) && defined(SYS_close_range)
    if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
#endif
    struct rlimit limit;
    int most = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 1 << 20
        ? (int)limit.rlim_cur : 1 << 20;
    for (int i = first; i < most; i++) close(i);
}

/* Moves a descriptor to at least `least`, so that none is overwritten when it gets its place. */
static int lift(int descriptor, int least) {
    int lifted = fcntl(descriptor, F_DUPFD, least);
    return lifted < 0 ? descriptor : lifted;
}

static void default_signals(void) {
    struct sigaction plain = {.sa_handler = SIG_DFL};
    for (int i = 1; i < NSIG; i++) sigaction(i, &plain, NULL);
}

static void limit(int what, uint64_t soft, uint64_t hard) {
    if (soft == 0) return;
    struct rlimit now;
    if (getrlimit(what, &now)) return;
    if (now.rlim_max != RLIM_INFINITY && hard > now.rlim_max) hard = now.rlim_max;
    if (soft > hard) soft = hard;
    struct rlimit wanted = {soft, hard};
    setrlimit(what, &wanted);
}

static void set_limits(const struct cspawn_launch *launch) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    /* A signal it may handle first, and a second later the one it may not. */
    limit(RLIMIT_CPU, launch->cpu_seconds, launch->cpu_seconds + 1);
    limit(RLIMIT_DATA, launch->memory_bytes, launch->memory_bytes);
    limit(RLIMIT_NOFILE, launch->open_files, launch->open_files);
#ifdef __linux__
    /* A bomb that is faster than the count, with room for threads and for what else the user starts. */
    uint64_t most = launch->processes ? tree_user_threads() + 16 * (uint64_t)launch->processes + 256 : 0;
    limit(RLIMIT_NPROC, most, most);
#endif
}

/* What the new process does before it is the program; returns only what went wrong. */
static int32_t become_program(const struct cspawn_launch *launch, pid_t keeper_id) {
    setsid();
    /* Said here, so that it is known whatever the program does to its keeper. */
    tell(CSPAWN_STARTED, getpid());
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != keeper_id) _exit(127);
    prctl(PR_SET_NAME, "swarm-command");
#else
    (void)keeper_id;
#endif
    if (launch->folder && chdir(launch->folder)) return CSPAWN_NO_FOLDER;
    set_limits(launch);
    default_signals();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(launch->path, launch->arguments, launch->environment);
    return CSPAWN_FAILED;
}

static void start_program(const struct cspawn_launch *launch) {
    pid_t self = getpid();
    pid_t child = fork();
    if (child < 0) {
        tell(CSPAWN_FAILED, errno);
        _exit(0);
    }
    if (child == 0) {
        int32_t problem = become_program(launch, self);
        tell(problem, errno);
        _exit(127);
    }
    /* The program's ends of the pipes are its alone. */
    for (int i = 0; i < 3; i++) close(i);
    keeper.program = child;
}

void cspawn_keep(const struct cspawn_launch *launch, int control) {
    setsid();
    default_signals();
    struct sigaction wake = {.sa_handler = woken, .sa_flags = SA_NOCLDSTOP};
    sigaction(SIGCHLD, &wake, NULL);
#ifdef __linux__
    prctl(PR_SET_NAME, "swarm-keeper");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    /* The program may not read the copy of our memory that the keeper is. */
    prctl(PR_SET_DUMPABLE, 0);
#endif
    int given[4] = {launch->input, launch->output, launch->errors, control};
    for (int i = 0; i < 4; i++) given[i] = lift(given[i], 16);
    for (int i = 0; i < 4; i++) dup2(given[i], i);
    close_from(4);
    fcntl(3, F_SETFD, FD_CLOEXEC);
    keeper.control = 3;
    keeper.kill_at = no_time;
    keeper.leftover = launch->leftover_milliseconds;
    keeper.processes = launch->processes;
    start_program(launch);
    keep();
    _exit(0);
}
