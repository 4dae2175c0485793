/*
 * Files that are cut while they are mapped. Touching such a page raises SIGBUS, which would end the process (the JVM's);
 * a worker recovers from it to an error instead.
 *
 * Only addresses inside a registered mapping, and only on a thread inside flare_fault_guard, are ours; every other SIGBUS
 * goes to the handler that was there before. A guarded function may be left at any read of a mapped byte: it holds no
 * lock while it reads one, and what it changes half may be read by nothing but a close function.
 */
#ifndef FLARE_FAULT_H
#define FLARE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "flare/error.h"

/* Says that byte_size bytes from address on are a mapped file; `name` (kept, not copied) is told in the error. Any thread. */
flare_status flare_fault_register(const void *address, uint64_t byte_size, const char *name,
                                  flare_error *error);

/* Before the mapping is unmapped; no guarded function reads it any more. */
void flare_fault_unregister(const void *address);

/* Calls function(argument). If it touches a page that is gone it is left there: FLARE_ERROR_FILE with the mapping's name. */
flare_status flare_fault_guard(void (*function)(void *argument), void *argument,
                               flare_error *error);

#endif
