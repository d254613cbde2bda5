/* ncurses as Swift can call it: no mutable globals, no variadics, no macros with casts. */
#ifndef CNCURSES_SCREEN_H
#define CNCURSES_SCREEN_H
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <stddef.h>
#include <stdint.h>

enum nc_attribute {
    NC_BOLD = 1,
    NC_DIM = 2,
    NC_ITALIC = 4,
    NC_UNDERLINE = 8,
    NC_REVERSE = 16
};

/* Whether terminfo knows this type and how to move its cursor. */
int nc_can_draw_on(const char *type);
/* newterm on descriptors; takes ownership of both. NULL when the terminal type is unknown. */
SCREEN *nc_newterm(const char *type, int output, int input);
WINDOW *nc_window(void);
int nc_colors(void);
/* Room for one row of cells; free() it. */
cchar_t *nc_row_new(int width);
/* One cell: `scalars` holds `count` scalars, 1 to 5, the first one spacing. Attributes are bits of
   nc_attribute; 0 when ncurses refuses the characters. */
int nc_set_cell(
    cchar_t *row, int index, const uint32_t *scalars, int count, int attributes, int pair);
/* Puts cells of one column each. */
void nc_put_cells(WINDOW *window, int row, int column, const cchar_t *cells, int count);
/* Puts one cell that may be two columns wide. */
void nc_put_cell(WINDOW *window, int row, int column, const cchar_t *cell);
/* The columns this system gives a scalar: what ncurses will believe. */
int nc_width(uint32_t scalar);
/* A terminfo string, such as "kcuu1"; NULL when the terminal has none. */
const char *nc_capability(const char *name);

/* The compiled terminfo entry `swarmtop-direct`; see direct_color.c. */
const unsigned char *nc_direct_color_entry(void);
size_t nc_direct_color_entry_size(void);
#endif
