package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import java.util.List;

/**
 * Puts the argument of a DISTINCT call, with the keys of its group, into the table of distinct
 * values.
 */
final class DistinctFill {
    private final Groups groups;
    private final DistinctTable table;
    private final Place place;
    private final String keys;

    DistinctFill(Groups groups, DistinctTable table, Place place) {
        this.groups = groups;
        this.table = table;
        this.place = place;
        this.keys =
                place.local()
                        .addBlock(
                                "struct " + table.key().tag(),
                                table.field() + "_keys",
                                groups.note());
    }

    void consume(CWriter c, Batch batch) {
        int[] uses = new int[groups.plan().input().columns().size()];
        table.key().columns().forEach(key -> uses[key.column()]++);
        uses[table.set().argument()]++;
        table.set().filter().ifPresent(filter -> uses[filter]++);
        String rows = place.names().unique(table.field() + "_rows");
        c.line("int32_t $ = 0;", rows);
        place.loop(c, batch, () -> row(c, batch, uses, rows));
        c.line(
                        "FLARE_TRY(flare_groups_add(worker, query->$, local->$, $));",
                        table.field(),
                        keys,
                        rows)
                .note(groups.note());
    }

    private void row(CWriter c, Batch batch, int[] uses, String rows) {
        List<Cell> cells = batch.enter(c, uses);
        CExpr counts =
                table.set().filter().isPresent()
                        ? cells.get(table.set().filter().getAsInt()).value(c).truth()
                        : CExpr.truth(true);
        Value argument = cells.get(table.set().argument()).value(c);
        counts = counts.and(argument.valid());
        if (counts.isTrue()) {
            fill(c, cells, rows);
        } else {
            c.block("if ($)", () -> fill(c, cells, rows), counts);
        }
    }

    private void fill(CWriter c, List<Cell> cells, String rows) {
        String key = place.names().unique("distinct");
        c.line("struct $ *const $ = &local->$[$];", table.key().tag(), key, keys, rows);
        table.key().fill(c, cells, key + "->", groups.note());
        c.line("$++;", CExpr.name(CType.INT32, rows));
    }
}
