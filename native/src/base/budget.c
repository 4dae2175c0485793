/*
 * The budget and its pool.
 *
 * Blocks come in about four sizes per power of two, so that a block given back fits the next one who asks. Small blocks
 * (below SMALL) are malloc's. Others are mapped and, up to POOLED, kept when given back: first touch of fresh pages costs
 * more than decoding into them. Idle blocks count as used; when the budget is short they are unmapped first.
 */
#include "flare/memory.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/sanitize.h"

enum { SMALL = 64 << 10 };
enum { POOLED = 16 << 20 };
enum { IDLE_LIMIT = 64 << 20 }; /* bytes of idle blocks */
enum { HUGE_PAGE = 2 << 20 };
enum { CLASSES = 4 * 9 }; /* from SMALL (2^16) to POOLED (2^24), four per power of two */

struct idle_block {
    struct idle_block *next;
};

struct flare_budget {
    int64_t limit;
    _Atomic int64_t used;
    _Atomic int64_t peak;
    pthread_mutex_t lock; /* of what follows */
    uint64_t idle_bytes;
    struct idle_block *idle[CLASSES];
};

/* ---- Sizes -------------------------------------------------------------------------------------------------------- */

/* Rounds up to a multiple of a quarter of the power of two below; small sizes to a multiple of the alignment. */
static uint64_t class_size(uint64_t byte_size)
{
    if (byte_size <= SMALL)
        return (byte_size + FLARE_ALIGNMENT - 1) & ~(uint64_t)(FLARE_ALIGNMENT - 1);
    const int32_t log = 63 - __builtin_clzll(byte_size - 1);
    const uint64_t step = (uint64_t)1 << (log - 2);
    return (byte_size + step - 1) & ~(step - 1);
}

/* The list of a size that class_size gave, above SMALL and up to POOLED. */
static int32_t class_index(uint64_t byte_size)
{
    const int32_t log = 63 - __builtin_clzll(byte_size);
    return (log - 16) * 4 + (int32_t)((byte_size >> (log - 2)) & 3);
}

static bool pooled(uint64_t byte_size)
{
#ifdef FLARE_ASAN
    (void)byte_size;
    return false;
#else
    return byte_size > SMALL && byte_size <= POOLED;
#endif
}

/* ---- The system's memory ------------------------------------------------------------------------------------------- */

static bool mapped(uint64_t byte_size)
{
#ifdef FLARE_ASAN
    (void)byte_size;
    return false; /* malloc's blocks are watched at both ends */
#else
    return byte_size > SMALL;
#endif
}

/* Big blocks start at a huge page and ask for huge pages. */
static void *map_block(uint64_t byte_size)
{
    const uint64_t extra = byte_size >= HUGE_PAGE ? HUGE_PAGE : 0;
    uint8_t *const start = mmap(NULL, byte_size + extra, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    if (extra == 0)
        return start;
    const uint64_t before = (uint64_t)(-(uintptr_t)start & (HUGE_PAGE - 1));
    if (before > 0)
        munmap(start, before);
    if (extra > before)
        munmap(start + before + byte_size, extra - before);
    madvise(start + before, byte_size, MADV_HUGEPAGE); /* a wish: not every kernel grants it */
    return start + before;
}

static void *system_take(uint64_t byte_size)
{
    return mapped(byte_size) ? map_block(byte_size) : aligned_alloc(FLARE_ALIGNMENT, byte_size);
}

static void system_give(void *block, uint64_t byte_size)
{
    if (mapped(byte_size))
        munmap(block, byte_size);
    else
        free(block);
}

/* ---- Budget ------------------------------------------------------------------------------------------------------- */

flare_budget *flare_budget_open(int64_t limit)
{
    flare_budget *const budget = calloc(1, sizeof *budget);
    if (budget == NULL)
        return NULL;
    budget->limit = limit;
    pthread_mutex_init(&budget->lock, NULL);
    return budget;
}

/* Takes the first idle block of a list, or null. */
static struct idle_block *pop_idle(flare_budget *budget, int32_t list, uint64_t byte_size)
{
    struct idle_block *const block = budget->idle[list];
    if (block != NULL) {
        budget->idle[list] = block->next;
        budget->idle_bytes -= byte_size;
    }
    return block;
}

static void unmap_idle(flare_budget *budget)
{
    pthread_mutex_lock(&budget->lock);
    for (int32_t list = 0; list < CLASSES; list++) {
        const uint64_t byte_size = (uint64_t)(4 + list % 4) << (14 + list / 4);
        for (struct idle_block *block; (block = pop_idle(budget, list, byte_size)) != NULL;) {
            system_give(block, byte_size);
            flare_budget_release(budget, byte_size);
        }
    }
    pthread_mutex_unlock(&budget->lock);
}

void flare_budget_close(flare_budget *budget)
{
    if (budget == NULL)
        return;
    unmap_idle(budget);
    pthread_mutex_destroy(&budget->lock);
    free(budget);
}

static bool take_once(flare_budget *budget, int64_t byte_size)
{
    int64_t used = atomic_load_explicit(&budget->used, memory_order_relaxed);
    do {
        if (byte_size > budget->limit - used)
            return false;
    } while (!atomic_compare_exchange_weak(&budget->used, &used, used + byte_size));

    int64_t peak = atomic_load_explicit(&budget->peak, memory_order_relaxed);
    while (peak < used + byte_size &&
           !atomic_compare_exchange_weak(&budget->peak, &peak, used + byte_size)) {}
    return true;
}

bool flare_budget_take(flare_budget *budget, uint64_t byte_size)
{
    if (byte_size > (uint64_t)budget->limit)
        return false;
    if (take_once(budget, (int64_t)byte_size))
        return true;
    unmap_idle(budget);
    return take_once(budget, (int64_t)byte_size);
}

void flare_budget_release(flare_budget *budget, uint64_t byte_size)
{
    atomic_fetch_sub(&budget->used, (int64_t)byte_size);
}

int64_t flare_budget_limit(const flare_budget *budget)
{
    return budget->limit;
}

int64_t flare_budget_used(const flare_budget *budget)
{
    return atomic_load(&budget->used);
}

int64_t flare_budget_peak(const flare_budget *budget)
{
    return atomic_load(&budget->peak);
}

/* ---- Pages -------------------------------------------------------------------------------------------------------- */

void *flare_pages_take(flare_budget *budget, uint64_t *byte_size)
{
    if (*byte_size > (uint64_t)budget->limit)
        return NULL;
    const uint64_t size = class_size(*byte_size > 0 ? *byte_size : 1);
    void *block = NULL;
    if (pooled(size)) {
        pthread_mutex_lock(&budget->lock);
        block = pop_idle(budget, class_index(size), size);
        pthread_mutex_unlock(&budget->lock);
    }
    if (block == NULL) {
        if (!flare_budget_take(budget, size))
            return NULL;
        block = system_take(size);
        if (block == NULL) {
            flare_budget_release(budget, size);
            return NULL;
        }
    }
    *byte_size = size;
    return block;
}

void flare_pages_give(flare_budget *budget, void *pages, uint64_t byte_size)
{
    if (pages == NULL)
        return;
    if (pooled(byte_size)) {
        bool kept = false;
        pthread_mutex_lock(&budget->lock);
        if (budget->idle_bytes + byte_size <= IDLE_LIMIT) {
            struct idle_block *const block = pages;
            struct idle_block **const list = &budget->idle[class_index(byte_size)];
            block->next = *list;
            *list = block;
            budget->idle_bytes += byte_size;
            kept = true;
        }
        pthread_mutex_unlock(&budget->lock);
        if (kept)
            return;
    }
    system_give(pages, byte_size);
    flare_budget_release(budget, byte_size);
}
