/* The processes below this one. No allocation, no lock: it may run in a copy of a process with many threads. */
#ifndef CSPAWN_TREE_H
#define CSPAWN_TREE_H
#include <stdint.h>
#include <sys/types.h>

/* Sends all descendants `signal` (0: none), each before its own children are looked for; how many there are.
 *
 * One that is stopped so cannot start another unseen. One whose parent ends meanwhile may be missed: look again. */
int tree_walk(int signal);

/* Kills the program's group at once, stops what has left it until nothing new appears, then kills that. */
void tree_kill(pid_t program, int has_ended);

/* How many threads this user has; the system's limit on processes counts them. */
uint64_t tree_user_threads(void);
#endif
