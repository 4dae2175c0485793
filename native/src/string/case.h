/* Simple case mapping of single characters. Internal to string/. */
#ifndef FLARE_STRING_CASE_H
#define FLARE_STRING_CASE_H

#include <stdint.h>

/* The code point itself where it has no other case. */
uint32_t flare_upper_code(uint32_t code);
uint32_t flare_lower_code(uint32_t code);

#endif
