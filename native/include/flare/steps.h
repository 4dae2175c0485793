/*
 * How many rows the engine works on at a time. Tests make these small, so that little data has many blocks and morsels;
 * set them while no query runs.
 */
#ifndef FLARE_STEPS_H
#define FLARE_STEPS_H

#include <stdint.h>

/* Rows of a block of a scan, of groups, of sorted rows or of a join, and pairs of a join, at most: 1 .. FLARE_BLOCK. */
extern int32_t flare_steps_block;

/* Rows of a morsel of groups or of a join. */
extern int64_t flare_steps_morsel;

/* Row groups of more rows are cut into ranges of about so many. */
extern int64_t flare_steps_range;

#endif
