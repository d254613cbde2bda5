/* Starts a program under a keeper: a process of its own that owns everything the program starts.
 *
 * In C because Swift has no fork, and because between fork and exec only async-signal-safe calls may run.
 *
 * On Linux the keeper is the subreaper of its descendants: whatever the program starts, however often it forks, and
 * whatever session it moves to, stays below the keeper, which ends when nothing is left. What can still get away: a
 * process that somebody else starts on the program's behalf (cron, systemd, a container engine), one that runs as
 * another user (setuid), and everything below a keeper that the program kills, except the program and its group. On
 * other systems only the program's group is killed. */
#ifndef CSPAWN_H
#define CSPAWN_H
#include <stdint.h>
#include <sys/types.h>

struct cspawn_launch {
    /* Absolute; never looked up. */
    const char *path;
    char *const *arguments;
    char *const *environment;
    /* The working folder; NULL leaves it. */
    const char *folder;
    /* What become descriptors 0, 1 and 2; no other stays open in the program. */
    int input, output, errors;
    /* For each process; 0 is no limit. Memory counts what it may write and does not share. */
    uint64_t cpu_seconds, memory_bytes, open_files;
    /* Of the whole tree; one more and all of it is killed. 0 is no limit. */
    uint32_t processes;
    /* How long what the program leaves behind may go on once it has ended. */
    uint32_t leftover_milliseconds;
};

/* What the keeper says, eight bytes each. When its side closes, nothing of the tree is left. */
struct cspawn_record {
    int32_t kind, value;
};

enum {
    /* The program was forked; its process and group id. */
    CSPAWN_STARTED = 1,
    /* What was forked could not become the program; errno. */
    CSPAWN_FAILED = 2,
    /* Its working folder could not be entered; errno. */
    CSPAWN_NO_FOLDER = 3,
    /* The program ended; its wait status. */
    CSPAWN_ENDED = 4,
    /* There were more processes than allowed; how many. */
    CSPAWN_TOO_MANY = 5,
};

/* Starts the keeper; its process id, or -1 and errno. `control` is the socket to it, close-on-exec and non-blocking:
 * records come from it, `cspawn_end` goes to it, and closing it kills the tree, as the end of this process does. */
pid_t cspawn_start(const struct cspawn_launch *launch, int *control);

/* Asks the keeper to end the tree: SIGTERM to the program's group now, SIGKILL to everything after the grace; with a
 * grace of 0 SIGKILL at once. False when there is no keeper any more. */
int cspawn_end(int control, uint32_t grace_milliseconds);

/* A pipe, both ends close-on-exec; the ends of ours are non-blocking: the first if `ours` is 0, the second if 1, both
 * if 2. -1 and errno when there is none. */
int cspawn_pipe(int ends[2], int ours);

/* Keeps other processes of this user, children included, from reading this process's memory and environment. */
void cspawn_hide(void);
#endif
