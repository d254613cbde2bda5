/* libvterm with what Swift cannot say: unions read through macros. */
#ifndef CVTERM_SHIM_H
#define CVTERM_SHIM_H
#include <vterm.h>

/* 0xRRGGBB; -1 for the terminal's own colour. */
static inline int vt_rgb(const VTermScreen *screen, VTermColor *color) {
    if (VTERM_COLOR_IS_DEFAULT_FG(color) || VTERM_COLOR_IS_DEFAULT_BG(color)) return -1;
    vterm_screen_convert_color_to_rgb(screen, color);
    return color->rgb.red << 16 | color->rgb.green << 8 | color->rgb.blue;
}

/* The number in the palette; -1 for a direct or default colour. */
static inline int vt_index(const VTermColor *color) {
    return VTERM_COLOR_IS_INDEXED(color) ? color->indexed.idx : -1;
}

/* Which terminal modes a program has switched on, seen through libvterm's callbacks. */
typedef struct {
    int alternate_screen;
    int cursor_visible;
    int mouse;
} vt_modes;

static inline int vt_set_property(VTermProp property, VTermValue *value, void *user) {
    vt_modes *modes = (vt_modes *)user;
    if (property == VTERM_PROP_ALTSCREEN) modes->alternate_screen = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE) modes->cursor_visible = value->boolean;
    if (property == VTERM_PROP_MOUSE) modes->mouse = value->number;
    return 1;
}

static inline void vt_watch(VTermScreen *screen, vt_modes *modes) {
    static const VTermScreenCallbacks callbacks = {.settermprop = vt_set_property};
    vterm_screen_set_callbacks(screen, &callbacks, modes);
}

/* Whether text written now would have no attribute and the terminal's own colours. */
static inline int vt_has_plain_pen(VTerm *terminal) {
    static const VTermAttr flags[] = {
        VTERM_ATTR_BOLD, VTERM_ATTR_UNDERLINE, VTERM_ATTR_ITALIC, VTERM_ATTR_BLINK,
        VTERM_ATTR_REVERSE, VTERM_ATTR_STRIKE,
    };
    VTermState *state = vterm_obtain_state(terminal);
    VTermValue value;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        value.number = 0;
        if (vterm_state_get_penattr(state, flags[i], &value) && (value.boolean || value.number)) return 0;
    }
    vterm_state_get_penattr(state, VTERM_ATTR_FOREGROUND, &value);
    if (!VTERM_COLOR_IS_DEFAULT_FG(&value.color)) return 0;
    vterm_state_get_penattr(state, VTERM_ATTR_BACKGROUND, &value);
    return VTERM_COLOR_IS_DEFAULT_BG(&value.color) != 0;
}
#endif
