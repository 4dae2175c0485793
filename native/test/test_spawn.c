/* flare_spawn: exit codes, output, the scrubbed environment, timeouts and cancel. */
#include "engine_support.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

static char output[256];
static int64_t numbers[FLARE_SPAWN_NUMBERS];
static flare_error error;

/* Runs a line of shell. */
static int32_t shell(const char *line, int32_t timeout_ms, const int32_t *cancel)
{
    struct texts arguments = { .size = 0 };
    struct texts environment = { .size = 0 };
    add_text(&arguments, "/bin/sh");
    add_text(&arguments, "-c");
    add_text(&arguments, line);
    add_text(&environment, "GREETING=hello");
    return flare_spawn(arguments.packed, arguments.size, arguments.count, environment.packed,
                       environment.size, environment.count, "/", timeout_ms, cancel, output,
                       sizeof output, numbers, &error);
}

static void test_exit_code_and_output(void)
{
    CHECK_OK(shell("echo $GREETING >&2; exit 7", 10000, NULL) == 0, error);
    CHECK(numbers[0] == 7);
    CHECK(strcmp(output, "hello\n") == 0);
    CHECK(numbers[3] == 6);
    CHECK_OK(shell("kill -9 $$", 10000, NULL) == 0, error);
    CHECK(numbers[0] == 128 + 9);
    CHECK(output[0] == 0);
}

static void test_cpu_time_of_children_counts(void)
{
    CHECK_OK(shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done", 20000, NULL) == 0, error);
    CHECK(numbers[1] > 0 && numbers[2] > 0);
}

static void test_output_is_bounded(void)
{
    CHECK_OK(shell("i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789 "
                   ">&2; i=$((i+1)); done",
                   20000, NULL) == 0,
             error);
    CHECK(numbers[0] == 0);
    CHECK(numbers[3] == sizeof output - 1);
    CHECK(strlen(output) == sizeof output - 1);
}

static void test_nothing_is_inherited(void)
{
    setenv("CPATH", "/hostile", 1);
    signal(SIGPIPE, SIG_IGN);
    const int left_open = open("/", O_RDONLY);
    CHECK(left_open > 2);
    CHECK_OK(
        shell("echo \"${CPATH-none}\" $(ls /proc/self/fd | wc -l) >&2; pwd >&2", 10000, NULL) == 0,
        error);
    close(left_open);
    CHECK(strcmp(output, "none 4\n/\n") == 0); /* 0, 1, 2 and ls's own */
    signal(SIGPIPE, SIG_DFL);
}

static bool alive(const char *marker)
{
    char line[128];
    snprintf(line, sizeof line, "pgrep -f 'sleep %s' >/dev/null && echo yes >&2; true", marker);
    CHECK_OK(shell(line, 10000, NULL) == 0, error);
    return strcmp(output, "yes\n") == 0;
}

static void test_timeout_kills_the_group(void)
{
    CHECK(shell("sleep 3210.5 & echo started >&2; wait", 200, NULL) != 0);
    CHECK(error.code == FLARE_ERROR_COMPILER);
    CHECK(strstr(error.message, "within 200 ms") != NULL);
    CHECK(strcmp(output, "started\n") == 0);
    CHECK(!alive("3210.[5]"));
}

static void test_a_child_that_leaves_the_pipe_open_is_not_waited_for(void)
{
    CHECK_OK(shell("sleep 3211.5 & exit 3", 10000, NULL) == 0, error);
    CHECK(numbers[0] == 3);
    CHECK(numbers[2] < 5000000000);
    CHECK(!alive("3211.[5]"));
}

static void *set_soon(void *flag)
{
    const struct timespec pause = { .tv_nsec = 100000000 };
    nanosleep(&pause, NULL);
    __atomic_store_n((int32_t *)flag, 1, __ATOMIC_RELAXED);
    return NULL;
}

static void test_cancel(void)
{
    int32_t cancel = 0;
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, set_soon, &cancel) == 0);
    CHECK(shell("sleep 3212.5", 60000, &cancel) != 0);
    CHECK(error.code == FLARE_ERROR_CANCELLED);
    pthread_join(thread, NULL);
    CHECK(!alive("3212.[5]"));
}

static int32_t run_program(const char *program, const char *directory)
{
    struct texts arguments = { .size = 0 };
    add_text(&arguments, program);
    return flare_spawn(arguments.packed, arguments.size, 1, "", 0, 0, directory, 1000, NULL, output,
                       sizeof output, numbers, &error);
}

static void test_what_cannot_start_is_a_sentence(void)
{
    CHECK(run_program("/nowhere/gcc", "/") != 0);
    CHECK(error.code == FLARE_ERROR_COMPILER);
    CHECK(strstr(error.message, "/nowhere/gcc") != NULL);
    CHECK(run_program("/bin/true", "/nowhere") != 0);
    CHECK(strstr(error.message, "/nowhere") != NULL);
    CHECK(run_program("gcc", "/") != 0);
    CHECK(error.code == FLARE_ERROR_INTERNAL);
    CHECK(flare_spawn("/bin/true", 9, 1, "", 0, 0, "/", 1000, NULL, output, sizeof output, numbers,
                      &error) != 0); /* not ended by zero */
    CHECK(flare_spawn("/bin/true", 10, 2, "", 0, 0, "/", 1000, NULL, output, sizeof output, numbers,
                      &error) != 0); /* one text, not two */
}

int main(void)
{
    test_exit_code_and_output();
    test_cpu_time_of_children_counts();
    test_output_is_bounded();
    test_nothing_is_inherited();
    test_timeout_kills_the_group();
    test_a_child_that_leaves_the_pipe_open_is_not_waited_for();
    test_cancel();
    test_what_cannot_start_is_a_sentence();
    return 0;
}
