/*
 * SIGBUS of mapped files. The table of mappings is read inside the signal handler, so it is only appended to, slots are
 * reused, and a slot's start is written last: a start of 0 is a free slot.
 */
#include "flare/fault.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { SLOTS = 256 };

struct mapping {
    _Atomic uintptr_t start;
    _Atomic uintptr_t end;
    const char *_Atomic name;
};

struct chunk {
    struct mapping slots[SLOTS];
    struct chunk *_Atomic next;
};

struct guard {
    sigjmp_buf back;
    const char *volatile name; /* of the mapping that was touched */
    struct guard *outer;
};

static struct chunk first_chunk;
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t installed = PTHREAD_ONCE_INIT;
static struct sigaction previous;

/* Initial-exec: the handler must not allocate the thread's block of a library that was loaded late. */
static _Thread_local struct guard *current __attribute__((tls_model("initial-exec")));

/* ---- Handler ------------------------------------------------------------------------------------------------------- */

static const char *find_mapping(uintptr_t address)
{
    for (struct chunk *chunk = &first_chunk; chunk != NULL; chunk = atomic_load(&chunk->next)) {
        for (int32_t slot = 0; slot < SLOTS; slot++) {
            struct mapping *const mapping = &chunk->slots[slot];
            const uintptr_t start = atomic_load(&mapping->start);
            if (start != 0 && start <= address && address < atomic_load(&mapping->end))
                return atomic_load(&mapping->name);
        }
    }
    return NULL;
}

static void pass_on(int number, siginfo_t *info, void *context)
{
    if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(number, info, context);
    } else if (previous.sa_handler == SIG_DFL || previous.sa_handler == SIG_IGN) {
        signal(
            number,
            SIG_DFL); /* the instruction runs again, and ends the process as if we were not here */
    } else {
        previous.sa_handler(number);
    }
}

static void on_bus_error(int number, siginfo_t *info, void *context)
{
    struct guard *const guard = current;
    if (guard != NULL) {
        const char *const name = find_mapping((uintptr_t)info->si_addr);
        if (name != NULL) {
            guard->name = name;
            siglongjmp(guard->back, 1);
        }
    }
    pass_on(number, info, context);
}

static void install(void)
{
    struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };
    action.sa_sigaction = on_bus_error;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, NULL, &previous); /* before ours can be called */
    sigaction(SIGBUS, &action, NULL);
}

/* ---- Mappings ------------------------------------------------------------------------------------------------------ */

/* A free slot, or null without memory for one. Under the lock. */
static struct mapping *free_slot(void)
{
    struct chunk *chunk = &first_chunk;
    for (;;) {
        for (int32_t slot = 0; slot < SLOTS; slot++) {
            if (atomic_load(&chunk->slots[slot].start) == 0)
                return &chunk->slots[slot];
        }
        struct chunk *next = atomic_load(&chunk->next);
        if (next == NULL) {
            next = calloc(1, sizeof *next);
            if (next == NULL)
                return NULL;
            atomic_store(&chunk->next, next);
        }
        chunk = next;
    }
}

flare_status flare_fault_register(const void *address, uint64_t byte_size, const char *name,
                                  flare_error *error)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE); /* the last page belongs to it whole */
    pthread_once(&installed, install);
    pthread_mutex_lock(&table_lock);
    struct mapping *const mapping = free_slot();
    if (mapping != NULL) {
        atomic_store(&mapping->name, name);
        atomic_store(&mapping->end, ((uintptr_t)address + byte_size + page - 1) & ~(page - 1));
        atomic_store(&mapping->start, (uintptr_t)address);
    }
    pthread_mutex_unlock(&table_lock);
    return mapping != NULL ? FLARE_OK : flare_fail_memory(error, sizeof(struct chunk));
}

void flare_fault_unregister(const void *address)
{
    pthread_mutex_lock(&table_lock);
    for (struct chunk *chunk = &first_chunk; chunk != NULL; chunk = atomic_load(&chunk->next)) {
        for (int32_t slot = 0; slot < SLOTS; slot++) {
            if (atomic_load(&chunk->slots[slot].start) == (uintptr_t)address)
                atomic_store(&chunk->slots[slot].start, 0);
        }
    }
    pthread_mutex_unlock(&table_lock);
}

flare_status flare_fault_guard(void (*function)(void *argument), void *argument, flare_error *error)
{
    struct guard guard = { .outer = current };
    if (sigsetjmp(guard.back, 1) == 0) {
        current = &guard;
        function(argument);
        current = guard.outer;
        return FLARE_OK;
    }
    current = guard.outer;
    return flare_fail(
        error, FLARE_ERROR_FILE, -1,
        "%s was cut while it was read: a file must not change under a query; run it again",
        guard.name);
}
