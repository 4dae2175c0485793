package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import java.util.List;

/**
 * Groups in a hash table: the keys of a block first, then their groups at once, then the updates.
 */
final class HashSink implements SinkCode {
    private final Groups groups;
    private final KeyStruct key;
    private final Place place;
    private final List<Accumulator> mine;

    HashSink(Groups groups, Place place, List<Accumulator> mine) {
        this.groups = groups;
        this.key = groups.key().orElseThrow();
        this.place = place;
        this.mine = mine;
        place.local().addBlock("struct " + key.tag(), "keys", groups.note());
        place.local().addBlock("void *", "found", groups.note() + " the group of each row");
    }

    @Override
    public void begin(CWriter c) {}

    @Override
    public void end(CWriter c) {}

    @Override
    public void consume(CWriter c, Batch batch) {
        int columns = groups.plan().input().columns().size();
        int[] keys = new int[columns];
        groups.keys().forEach(column -> keys[column.column()]++);
        int[] updates = Updates.uses(mine, columns);
        Compaction compaction = new Compaction(place, groups.plan().input().columns());
        Batch rows =
                compaction.write(
                        c,
                        batch,
                        updates,
                        keys,
                        (inside, cells, index) -> fill(inside, cells, index));
        c.line(
                        "FLARE_TRY(flare_groups_find(worker, query->$, local->keys, $, local->found));",
                        groups.field(),
                        rows.total())
                .note(groups.note());
        if (!mine.isEmpty()) {
            new Split(place, "update")
                    .write(
                            c,
                            rows,
                            mine.size(),
                            (inside, from, to) -> update(inside, rows, mine.subList(from, to)));
        }
    }

    private void fill(CWriter c, List<Cell> cells, String index) {
        c.line("struct $ *const key = &local->keys[$];", key.tag(), index);
        key.fill(c, cells, "key->", groups.note());
    }

    /** Counts come last in the whole list, so what looks at them runs before them. */
    private void update(CWriter c, Batch rows, List<Accumulator> part) {
        int[] uses = Updates.uses(part, groups.plan().input().columns().size());
        CWriter inside = c.inner();
        List<Cell> cells = rows.enter(inside, uses);
        new Updates(
                        groups,
                        place,
                        accumulator -> groups.place("group", accumulator),
                        accumulator -> groups.seen("group", accumulator))
                .write(inside, cells, part);
        c.declaration(
                        CExpr.name(CType.INT64, "group"),
                        "struct $ *const group = local->found[$];",
                        groups.tag(),
                        rows.index())
                .note(groups.note());
        c.add(inside);
    }
}
