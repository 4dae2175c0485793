/* Level 0 has a node for each 16 rows, every further level one for each 4 nodes below. Rows at the ends of a frame are added one by one. */
#include "flare/window.h"
#include "flare/worker.h"

enum { LEAF_ROWS = 16, CHILDREN = 4, POLL_NODES = 4096 };

static uint8_t *node(const flare_tree *tree, int32_t level, int64_t number)
{
    return tree->nodes[level] + (uint64_t)number * tree->frame_size;
}

static flare_status allocate_level(flare_worker *worker, flare_tree *tree, int64_t count)
{
    const uint64_t byte_size = (uint64_t)count * tree->frame_size;
    uint8_t *const nodes =
        flare_arena_allocate_zeroed(&worker->block_arena, byte_size, &worker->error);
    if (nodes == NULL)
        return FLARE_FAILED;
    tree->nodes[tree->levels++] = nodes;
    return FLARE_OK;
}

flare_status flare_tree_build(flare_worker *worker, const flare_partition *partition,
                              uint32_t frame_size, flare_frame_add *add, flare_frame_merge *merge,
                              flare_tree *tree)
{
    *tree = (flare_tree){ partition, add, merge, frame_size, 0, { NULL } };
    int64_t count = partition->rows / LEAF_ROWS;
    if (count == 0)
        return FLARE_OK;
    FLARE_TRY(allocate_level(worker, tree, count));
    for (int64_t i = 0; i < count * LEAF_ROWS; i++) {
        if (i % (POLL_NODES * LEAF_ROWS) == 0 && flare_worker_stopped(worker))
            return FLARE_FAILED;
        add(node(tree, 0, i / LEAF_ROWS), partition->row[i]);
    }
    while (count >= CHILDREN && tree->levels < FLARE_TREE_LEVELS) {
        const int32_t below = tree->levels - 1;
        count /= CHILDREN;
        FLARE_TRY(allocate_level(worker, tree, count));
        for (int64_t i = 0; i < count * CHILDREN; i++)
            merge(node(tree, below + 1, i / CHILDREN), node(tree, below, i));
    }
    return FLARE_OK;
}

static void add_rows(const flare_tree *tree, int64_t from, int64_t to, void *frame)
{
    for (int64_t i = from; i < to; i++)
        tree->add(frame, tree->partition->row[i]);
}

/* Nodes from .. to - 1 of a level: those that are whole families as their parents. */
static void merge_nodes(const flare_tree *tree, int32_t level, int64_t from, int64_t to,
                        void *frame)
{
    const int64_t first = (from + CHILDREN - 1) / CHILDREN;
    const int64_t end = to / CHILDREN;
    const bool climbs = level + 1 < tree->levels && first < end;
    const int64_t left = climbs ? first * CHILDREN : to;
    for (int64_t i = from; i < left; i++)
        tree->merge(frame, node(tree, level, i));
    if (!climbs)
        return;
    merge_nodes(tree, level + 1, first, end, frame);
    for (int64_t i = end * CHILDREN; i < to; i++)
        tree->merge(frame, node(tree, level, i));
}

void flare_tree_collect(const flare_tree *tree, int64_t from, int64_t to, void *frame)
{
    const int64_t first = (from + LEAF_ROWS - 1) / LEAF_ROWS;
    const int64_t end = to / LEAF_ROWS;
    if (first >= end || tree->levels == 0) {
        add_rows(tree, from, to, frame);
        return;
    }
    add_rows(tree, from, first * LEAF_ROWS, frame);
    merge_nodes(tree, 0, first, end, frame);
    add_rows(tree, end * LEAF_ROWS, to, frame);
}
