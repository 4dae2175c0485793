/* What passes to standard error while TensorFlow starts, seen at the other end of a pipe. */
#undef NDEBUG
#include "flare/engine.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char information[] =
    "I0000 00:00:1795343592.021332   12470 pass.cc:401] not enabled\n";
static const char announcement[] =
    "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n";
static const char problem[] = "E0000 00:00:1795343592.021332   12470 pass.cc:401] broken\n";

/* Writes the three lines and returns what came through. */
static void say(char *seen, size_t size)
{
    int ends[2];
    assert(pipe(ends) == 0);
    const int saved = dup(STDERR_FILENO);
    assert(dup2(ends[1], STDERR_FILENO) == STDERR_FILENO);
    fwrite(announcement, 1, sizeof announcement - 1, stderr);
    fwrite(information, 1, sizeof information - 1, stderr);
    fwrite(problem, 1, sizeof problem - 1, stderr);
    fflush(stderr);
    assert(dup2(saved, STDERR_FILENO) == STDERR_FILENO);
    close(ends[1]);
    const ssize_t length = read(ends[0], seen, size - 1);
    assert(length >= 0);
    seen[length] = 0;
    close(ends[0]);
    close(saved);
}

int main(void)
{
    char all[1024];
    snprintf(all, sizeof all, "%s%s%s", announcement, information, problem);
    char seen[1024];

    setenv("TF_CPP_MIN_LOG_LEVEL", "0", 1);
    flare_engine_tensorflow_quiet_begin();
    say(seen, sizeof seen);
    assert(strcmp(seen, all) == 0);
    flare_engine_tensorflow_quiet_end();
    assert(strcmp(getenv("TF_CPP_MIN_LOG_LEVEL"), "0") == 0);

    unsetenv("TF_CPP_MIN_LOG_LEVEL");
    FILE *const standard = stderr;
    flare_engine_tensorflow_quiet_begin();
    flare_engine_tensorflow_quiet_begin();
    assert(strcmp(getenv("TF_CPP_MIN_LOG_LEVEL"), "2") == 0);
    say(seen, sizeof seen);
    assert(strcmp(seen, problem) == 0);

    flare_engine_tensorflow_quiet_end();
    flare_engine_tensorflow_quiet_end();
    assert(stderr == standard);
    say(seen, sizeof seen);
    assert(strcmp(seen, all) == 0);
    return 0;
}
