/* What tests of the engine share: programs compiled by the system's compiler, and checks that say where they failed. */
#ifndef FLARE_TEST_ENGINE_SUPPORT_H
#define FLARE_TEST_ENGINE_SUPPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "flare/engine.h"
#include "flare/error.h"

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

#define CHECK_OK(condition, error)                                                \
    do {                                                                          \
        if (!(condition)) {                                                       \
            fprintf(stderr, "%s:%d: %s: %d %s\n", __FILE__, __LINE__, #condition, \
                    (int)(error).code, (error).message);                          \
            abort();                                                              \
        }                                                                         \
    } while (0)

/* A packed list of texts for flare_spawn. */
struct texts {
    char packed[4096];
    int64_t size;
    int32_t count;
};

static inline void add_text(struct texts *texts, const char *text)
{
    const size_t size = strlen(text) + 1;
    CHECK(texts->size + (int64_t)size <= (int64_t)sizeof texts->packed);
    memcpy(texts->packed + texts->size, text, size);
    texts->size += (int64_t)size;
    texts->count++;
}

/* Compiles native/test/programs/<name>.c with the flags of generated programs, and loads it. */
static inline flare_compiled *compile_program(const char *name)
{
    char source[256];
    char target[256];
    char output[8192];
    snprintf(source, sizeof source, "native/test/programs/%s.c", name);
    snprintf(target, sizeof target, "/tmp/flare-test-%d-%s.so", (int)getpid(), name);
    static const char *const flags[] = {
        "/usr/bin/gcc",
        "-std=c11",
        "-O1",
        "-g1",
        "-fPIC",
        "-shared",
        "-nostdinc",
        "-ffp-contract=off",
        "-fno-strict-aliasing",
        "-fwrapv",
        "-fvisibility=hidden",
        "-march=x86-64-v2",
        "-Wall",
        "-Wextra",
        "-Wshadow",
        "-Wconversion",
        "-Werror",
        "-Inative/include",
#ifdef __SANITIZE_ADDRESS__
        "-fsanitize=address,undefined",
#endif
        "-o",
    };
    struct texts arguments = { .size = 0 };
    struct texts environment = { .size = 0 };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        add_text(&arguments, flags[i]);
    add_text(&arguments, target);
    add_text(&arguments, source);
    add_text(&environment, "PATH=/usr/bin:/bin");

    char directory[1024];
    int64_t numbers[FLARE_SPAWN_NUMBERS];
    flare_error error;
    CHECK(getcwd(directory, sizeof directory) != NULL);
    const int32_t failed = flare_spawn(
        arguments.packed, arguments.size, arguments.count, environment.packed, environment.size,
        environment.count, directory, 60000, NULL, output, sizeof output, numbers, &error);
    CHECK_OK(failed == 0, error);
    if (numbers[0] != 0)
        fprintf(stderr, "%s", output);
    CHECK(numbers[0] == 0);
    flare_compiled *const compiled = flare_compiled_open(target, &error);
    CHECK_OK(compiled != NULL, error);
    unlink(target);
    return compiled;
}

#endif
