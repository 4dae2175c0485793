/*
 * Id spaces from inside the library: the strings that a query has seen in one role, numbered from 0 in the order in which they came.
 * Any thread may add and look up; a string, once numbered, never moves.
 */
#ifndef FLARE_IDS_H
#define FLARE_IDS_H

#include "flare/worker.h"

/* The id of every string, found or added. The strings' bytes are copied. Errors: MEMORY. */
flare_status flare_ids_intern_block(flare_worker *worker, flare_ids *ids,
                                    const flare_string *strings, int32_t count, uint32_t *numbers);

#endif
