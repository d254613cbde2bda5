#ifndef CSPAWN_KEEPER_H
#define CSPAWN_KEEPER_H
#include "CSpawn.h"

/* Turns this process, just forked with all signals blocked, into the keeper. Does not return. */
void cspawn_keep(const struct cspawn_launch *launch, int control) __attribute__((noreturn));
#endif
