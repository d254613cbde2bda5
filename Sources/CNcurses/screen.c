#define _GNU_SOURCE
#include "CNcurses.h"
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

SCREEN *nc_newterm(const char *type, int output, int input) {
    FILE *out = fdopen(output, "w");
    FILE *in = fdopen(input, "r");
    SCREEN *screen = NULL;
    if (out && in) screen = newterm((char *)type, out, in);
    if (!screen) {
        if (out) fclose(out); else close(output);
        if (in) fclose(in); else close(input);
    }
    return screen;
}

int nc_can_draw_on(const char *type) {
    int answer = 0;
    if (setupterm((char *)type, 1, &answer) != OK) return 0;
    int can = nc_capability("cup") != NULL;
    del_curterm(cur_term);
    return can;
}

WINDOW *nc_window(void) { return stdscr; }

int nc_colors(void) { return COLORS; }

cchar_t *nc_row_new(int width) {
    return calloc(width > 0 ? (size_t)width : 1, sizeof(cchar_t));
}

int nc_set_cell(
    cchar_t *row, int index, const uint32_t *scalars, int count, int attributes, int pair) {
    wchar_t text[CCHARW_MAX + 1];
    attr_t attrs = A_NORMAL;
    if (count > CCHARW_MAX) count = CCHARW_MAX;
    for (int i = 0; i < count; i++) text[i] = (wchar_t)scalars[i];
    text[count] = 0;
    if (attributes & NC_BOLD) attrs |= A_BOLD;
    if (attributes & NC_DIM) attrs |= A_DIM;
    if (attributes & NC_ITALIC) attrs |= A_ITALIC;
    if (attributes & NC_UNDERLINE) attrs |= A_UNDERLINE;
    if (attributes & NC_REVERSE) attrs |= A_REVERSE;
    return setcchar(&row[index], text, attrs, 0, &pair) == OK;
}

void nc_put_cells(WINDOW *window, int row, int column, const cchar_t *cells, int count) {
    mvwadd_wchnstr(window, row, column, cells, count);
}

void nc_put_cell(WINDOW *window, int row, int column, const cchar_t *cell) {
    mvwadd_wch(window, row, column, cell);
}

int nc_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

const char *nc_capability(const char *name) {
    char *text = tigetstr((char *)name);
    return text == (char *)-1 ? NULL : text;
}
