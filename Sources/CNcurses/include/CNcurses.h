/* The one door to ncurses and to what a terminal needs from the system. */
#ifndef CNCURSES_H
#define CNCURSES_H
#include "parent.h"
#include "screen.h"
#include "system.h"
#endif
