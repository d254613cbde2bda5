#define _GNU_SOURCE
#include "keeper.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

static void make_ours(int descriptor) {
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

pid_t cspawn_start(const struct cspawn_launch *launch, int *control) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) return -1;
    make_ours(ends[0]);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    /* No handler of ours may run in the keeper before it has set its own. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t keeper = fork();
    if (keeper == 0) cspawn_keep(launch, ends[1]);
    int problem = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    if (keeper < 0) close(ends[0]);
    *control = keeper < 0 ? -1 : ends[0];
    errno = problem;
    return keeper;
}

int cspawn_end(int control, uint32_t grace_milliseconds) {
    return send(control, &grace_milliseconds, sizeof grace_milliseconds, MSG_NOSIGNAL | MSG_DONTWAIT)
        == (ssize_t)sizeof grace_milliseconds;
}

int cspawn_pipe(int ends[2], int ours) {
    if (pipe(ends)) return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        if (ours == i || ours == 2) make_ours(ends[i]);
    }
    return 0;
}

void cspawn_hide(void) {
#ifdef __linux__
    prctl(PR_SET_DUMPABLE, 0);
#endif
}
