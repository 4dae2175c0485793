/* Runs the compiler: posix_spawn (1 ms, where the JVM's ProcessBuilder takes 31 the first time), no shell, a clean environment. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "flare/engine.h"
#include "flare/error.h"

enum { MAX_TEXTS = 1 << 16 };
enum { POLL_MS = 5 }; /* how late a cancel may be noticed */

/* A child, and the pipe that its standard error is. */
struct child {
    pid_t pid;
    int pipe; /* -1: closed */
    char *output;
    int64_t capacity;
    int64_t size;
};

/* ---- Arguments --------------------------------------------------------------------------------------------------------- */

/* The texts of a packed list, ended by null; to be freed. Null and an error if the list is not as long as promised. */
static char **unpack(const char *packed, int64_t size, int32_t count, flare_error *error)
{
    if (count < 0 || count > MAX_TEXTS || size < count || (size > 0 && packed[size - 1] != 0)) {
        flare_fail(error, FLARE_ERROR_INTERNAL, -1, "%d texts in %lld bytes", count,
                   (long long)size);
        return NULL;
    }
    char **const texts = calloc((size_t)count + 1, sizeof *texts);
    if (texts == NULL) {
        flare_fail_memory(error, (uint64_t)count * sizeof *texts);
        return NULL;
    }
    const char *const end = packed + size;
    for (int32_t i = 0; i < count; i++) {
        if (packed >= end) {
            free(texts);
            flare_fail(error, FLARE_ERROR_INTERNAL, -1, "fewer than %d texts", count);
            return NULL;
        }
        texts[i] = (char *)packed; /* posix_spawn does not write to them */
        packed += strlen(packed) + 1;
    }
    return texts;
}

/* ---- Start ------------------------------------------------------------------------------------------------------------- */

static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    int failed = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    failed |= posix_spawnattr_setpgroup(attributes, 0);
    failed |= posix_spawnattr_setsigmask(attributes, &none);
    failed |= posix_spawnattr_setsigdefault(attributes, &all);
    return failed;
}

/* Only standard input, output and error are left open. */
static int set_files(posix_spawn_file_actions_t *actions, const char *directory, int write_end)
{
    int failed = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    failed |= posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
    failed |= posix_spawn_file_actions_adddup2(actions, write_end, 2);
    failed |= posix_spawn_file_actions_addclosefrom_np(actions, 3);
    failed |= posix_spawn_file_actions_addchdir_np(actions, directory);
    return failed;
}

static int spawn_child(struct child *child, char **arguments, char **environment,
                       const char *directory, int write_end)
{
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_init(&actions);
    int failed = set_attributes(&attributes) | set_files(&actions, directory, write_end);
    if (failed == 0)
        failed =
            posix_spawn(&child->pid, arguments[0], &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

static flare_status start(struct child *child, char **arguments, char **environment,
                          const char *directory, flare_error *error)
{
    int ends[2];
    if (arguments[0] == NULL || arguments[0][0] != '/')
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1,
                          "a program is started by its absolute path");
    if (pipe2(ends, O_CLOEXEC) != 0)
        return flare_fail(error, FLARE_ERROR_COMPILER, -1, "%s cannot be started: %s", arguments[0],
                          strerror(errno));
    /* Not one of 0 to 2, which the child opens anew: this process may have been started without them. */
    const int write_end = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
    close(ends[1]);
    const int failed =
        write_end < 0 ? errno : spawn_child(child, arguments, environment, directory, write_end);
    if (write_end >= 0)
        close(write_end);
    if (failed != 0) {
        close(ends[0]);
        return flare_fail(error, FLARE_ERROR_COMPILER, -1, "%s cannot be started in %s: %s",
                          arguments[0], directory, strerror(failed));
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    child->pipe = ends[0];
    return FLARE_OK;
}

/* ---- Wait -------------------------------------------------------------------------------------------------------------- */

/* Reads what is there and keeps what fits; closes the pipe at its end. */
static void read_output(struct child *child)
{
    char chunk[4096];
    while (child->pipe >= 0) {
        const ssize_t count = read(child->pipe, chunk, sizeof chunk);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0) {
            close(child->pipe);
            child->pipe = -1;
            return;
        }
        const int64_t room = child->capacity - 1 - child->size;
        const int64_t kept = count < room ? count : room;
        if (kept > 0) {
            memcpy(child->output + child->size, chunk, (size_t)kept);
            child->size += kept;
        }
    }
}

/* The process has ended and can be reaped. */
static bool ended(const struct child *child)
{
    siginfo_t info = { .si_pid = 0 };
    const int failed = waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT);
    return (failed != 0 && errno != EINTR) || info.si_pid == child->pid;
}

static int64_t now_nanos(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000 + now.tv_nsec;
}

static bool asked_to_stop(const int32_t *cancel)
{
    return cancel != NULL && __atomic_load_n(cancel, __ATOMIC_RELAXED) != 0;
}

/* Until the process ends. Its end shows as the end of the pipe, unless it left the pipe to others. */
static flare_status wait_for(struct child *child, const char *name, int32_t timeout_ms,
                             const int32_t *cancel, flare_error *error)
{
    const int64_t start = now_nanos();
    int32_t pause_ms = POLL_MS;
    while (!ended(child)) {
        if (asked_to_stop(cancel))
            return flare_fail(error, FLARE_ERROR_CANCELLED, -1, "cancelled");
        if (now_nanos() - start > (int64_t)timeout_ms * 1000000)
            return flare_fail(error, FLARE_ERROR_COMPILER, -1, "%s did not end within %d ms", name,
                              timeout_ms);
        struct pollfd wanted = { .fd = child->pipe, .events = POLLIN };
        poll(&wanted, child->pipe >= 0, pause_ms);
        read_output(child);
        pause_ms = child->pipe >= 0 ? POLL_MS : 1;
    }
    return FLARE_OK;
}

static int64_t nanos_of(struct timeval time)
{
    return (time.tv_sec * 1000000 + time.tv_usec) * 1000;
}

/* Kills what is left of the group, which the process, not yet reaped, still reserves; then reaps. */
static flare_status end(struct child *child, int64_t *numbers, flare_error *error)
{
    int status = 0;
    struct rusage usage = { 0 };
    kill(-child->pid, SIGKILL);
    pid_t reaped;
    while ((reaped = wait4(child->pid, &status, 0, &usage)) < 0 && errno == EINTR)
        continue;
    read_output(child);
    if (child->pipe >= 0)
        close(child->pipe);
    numbers[0] = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    numbers[1] = nanos_of(usage.ru_utime) + nanos_of(usage.ru_stime);
    if (reaped < 0)
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1,
                          "a program's exit code is lost: this process ignores SIGCHLD");
    return FLARE_OK;
}

int32_t flare_spawn(const char *arguments, int64_t arguments_size, int32_t argument_count,
                    const char *environment, int64_t environment_size, int32_t environment_count,
                    const char *directory, int32_t timeout_ms, const int32_t *cancel, char *output,
                    int64_t output_capacity, int64_t *numbers, flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    memset(numbers, 0, FLARE_SPAWN_NUMBERS * sizeof *numbers);
    if (output_capacity < 1)
        return (int32_t)flare_fail(error, FLARE_ERROR_INTERNAL, -1,
                                   "no room for a program's output");
    const int64_t begin = now_nanos();
    struct child child = { .output = output, .capacity = output_capacity };
    char **const argv = unpack(arguments, arguments_size, argument_count, error);
    char **const envp = unpack(environment, environment_size, environment_count, error);
    flare_status status = FLARE_FAILED;
    if (argv != NULL && envp != NULL && start(&child, argv, envp, directory, error) == FLARE_OK) {
        status = wait_for(&child, argv[0], timeout_ms, cancel, error);
        if (end(&child, numbers, error) != FLARE_OK)
            status = FLARE_FAILED;
    }
    free(argv);
    free(envp);
    output[child.size] = 0;
    numbers[2] = now_nanos() - begin;
    numbers[3] = child.size;
    return (int32_t)status;
}
