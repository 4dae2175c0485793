/* The snappy decoder for x86-64-v3, whose bzhi and 32-byte stores it uses. */
#if !defined(__BMI2__) || !defined(__AVX2__)
#error "snappy_avx2.c must be compiled with -march=x86-64-v3"
#endif
#define SNAPPY_VARIANT(name) name##_avx2
#include "snappy_loops.h"
