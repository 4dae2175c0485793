/* The identity of this build of libflare. */
#ifndef FLARE_BUILD_H
#define FLARE_BUILD_H

#ifndef FLARE_API
#define FLARE_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* 16 hexadecimal digits over all sources and headers; also in the SONAME, `libflare-<hash>.so`. Static, never null. */
FLARE_API const char *flare_build_hash(void);

#ifdef __cplusplus
}
#endif

#endif
