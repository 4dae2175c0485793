/*
 * Loops over numbers, compiled once for x86-64-v2 and once for AVX2 (range.c, range_avx2.c) from the bodies in
 * range_loops.h. All are free of branches, so that the compiler makes vectors of them.
 */
#ifndef FLARE_SCAN_RANGE_H
#define FLARE_SCAN_RANGE_H

#include <stdbool.h>
#include <stdint.h>

/* keep[i] &= from <= values[i] && values[i] <= to; NaN is the largest number, and equal to itself. */
typedef struct flare_range_loops {
    void (*int32)(const int32_t *values, int32_t rows, int32_t from, int32_t to, uint8_t *keep);
    void (*int64)(const int64_t *values, int32_t rows, int64_t from, int64_t to, uint8_t *keep);
    void (*float32)(const float *values, int32_t rows, float from, float to, uint8_t *keep);
    void (*float64)(const double *values, int32_t rows, double from, double to, uint8_t *keep);

    /* Whether all values lie in from .. to. */
    bool (*within_int32)(const int32_t *values, int64_t rows, int32_t from, int32_t to);
    bool (*within_int64)(const int64_t *values, int64_t rows, int64_t from, int64_t to);
} flare_range_loops;

extern const flare_range_loops flare_range_loops_portable;
extern const flare_range_loops flare_range_loops_avx2;

/* Those for this CPU. */
const flare_range_loops *flare_range_loops_best(void);

#endif
