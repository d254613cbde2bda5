/* A small parent process that gives the terminal back whatever becomes of the program. */
#ifndef CNCURSES_PARENT_H
#define CNCURSES_PARENT_H
#include <stddef.h>

/* Forks. The child runs `body(context)` on a thread of its own, and then this returns 0 there. The
   parent never returns: it waits, passes signals on, and ends as the child ended; if the child still
   had the screen, it first writes `bytes` and puts the terminal's mode back.

   Nothing is forked, and the result is -1, when input or output is no terminal, when the process has
   more than one thread already, or when the system refuses.

   A thread of its own, because libdispatch remembers the number of the thread that loaded it and
   would hold the child's first thread for the parent's. */
int nc_parent_run(const char *bytes, size_t count, void *(*body)(void *), void *context);

/* Told by the child: whether it has the screen now. Does nothing without a parent. */
void nc_parent_note_screen(int is_taken);
/* Whether the parent gave the terminal back while the child was stopped. */
int nc_parent_has_given_back(void);
/* Whether the parent runs again after a stop, so that the screen can be taken: one that still sleeps
   would be stopped by a Ctrl-Z, and the shell told, before the child has left its screen. Waits for it,
   at most so long. True without a parent. */
int nc_parent_is_awake(int milliseconds);
/* Told by the child's signal handler: it got this signal by itself. */
void nc_parent_note_signal(int number);
#endif
