/* The shortest decimal number that reads back as a given one. Internal to the rooms of functions. */
#ifndef FLARE_NUMBER_SHORTEST_H
#define FLARE_NUMBER_SHORTEST_H

#include <stdint.h>

/* |value| = digits * 10^exponent; digits has at most 17 digits and does not end in 0; zero is 0 and 0. */
typedef struct {
    uint64_t digits;
    int32_t exponent;
} flare_shortest;

/* Of finite values; the sign is left out. */
flare_shortest flare_shortest_double(double value);
flare_shortest flare_shortest_float(float value);

/* round(|value| * 10^shift), half away from zero, of what the shortest text says (2.675 counts as 2.675); |result| up to 2^52. */
double flare_shortest_round(double value, int32_t shift);

enum { FLARE_NUMBER_TEXT = 32 };

/* Writes a number as DuckDB casts it to VARCHAR: 1.5, 1.0, 1e+30, 1e-05, nan, -inf. Returns its length; no zero byte follows. */
uint32_t flare_format_double(double value, char text[FLARE_NUMBER_TEXT]);
uint32_t flare_format_float(float value, char text[FLARE_NUMBER_TEXT]);

#endif
