/* Terminal modes, signals and crashes: what only C may do safely. */
#ifndef CNCURSES_SYSTEM_H
#define CNCURSES_SYSTEM_H
#include <stddef.h>
#include <termios.h>

/* An anonymous file; -1 with errno on failure. */
int nc_memory_file(const char *name);
/* A pipe that never blocks and is not inherited; 0 on success. */
int nc_pipe(int descriptors[2]);
/* tcsetattr that also works from a background process (SIGTTOU is held back meanwhile). */
int nc_set_mode(int descriptor, const struct termios *mode);
/* The name of the locale's character set, after setlocale for characters; "" means the
   environment's. NULL when there is no such locale. */
const char *nc_set_character_locale(const char *name);
const char *nc_codeset(void);
/* Columns and rows of a terminal; 0 on success. */
int nc_terminal_size(int descriptor, int *width, int *height);

/* Writes the number of each signal as one byte into `pipe`: SIGWINCH SIGTSTP SIGCONT SIGINT
   SIGTERM SIGHUP SIGQUIT. SIGPIPE is ignored. 0 on success. */
int nc_signals_open(int pipe);
/* Puts the earlier handlers back. */
void nc_signals_close(void);
/* Stops this process as Ctrl-Z does and returns when it goes on; at once where no shell could ever say
   that it should. */
void nc_stop(void);

/* From now on a crash or exit() writes `bytes` to `tty`, sets `mode`, and gives standard error
   back; the crash then goes to the handler that was there before. 0 on success; -1 when `bytes`
   is longer than 512. */
int nc_guard_open(int tty, const struct termios *mode, const char *bytes, size_t count);
/* Tells the guard that descriptor 2 is redirected to `file` and was `saved`; -1, -1 for neither. */
void nc_guard_stderr(int file, int saved);
/* The terminal is restored by its owner from here on, or guarded again. */
void nc_guard_pause(int is_paused);
void nc_guard_close(void);
#endif
