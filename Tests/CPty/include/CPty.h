/* A program in a terminal of its own. In C: only async-signal-safe calls may run in the child. */
#ifndef CPTY_H
#define CPTY_H
#include <sys/types.h>

/* Starts `path`; its process id, or -1. The other side of the terminal is put into `master`. */
pid_t cpty_spawn(
    const char *path, char *const arguments[], char *const environment[], int rows, int columns,
    int *master);
int cpty_resize(int master, int rows, int columns);
#endif
