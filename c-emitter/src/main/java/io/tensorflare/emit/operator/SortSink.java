package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.plan.Column;
import java.util.Arrays;
import java.util.List;

/** Hands rows to a sorter, a block at a time. */
final class SortSink implements SinkCode {
    private final SortedRows rows;
    private final Place place;
    private final String buffer;

    SortSink(SortedRows rows, Place place) {
        this.rows = rows;
        this.place = place;
        this.buffer =
                place.local()
                        .addBlock("struct " + rows.tag(), "sorted", "#" + rows.node().number());
    }

    @Override
    public void begin(CWriter c) {}

    @Override
    public void end(CWriter c) {}

    @Override
    public void consume(CWriter c, Batch given) {
        int[] uses = new int[rows.row().fields().size()];
        Arrays.fill(uses, 1);
        boolean compacts = !given.isDense() && Split.isLarge(uses.length);
        List<Column> columns = rows.columns();
        Batch batch =
                compacts
                        ? new Compaction(place, columns)
                                .write(
                                        c,
                                        given,
                                        uses,
                                        new int[uses.length],
                                        (inside, cells, at) -> {})
                        : given;
        boolean counted = !batch.isDense();
        String count = counted ? place.names().unique("sorted_rows") : "";
        if (counted) {
            c.line("int32_t $ = 0;", count);
        }
        String index = counted ? count : batch.index();
        if (counted) {
            place.loop(c, batch, () -> row(c, batch, 0, uses.length, index, true));
        } else if (!rows.row().isEmpty()) {
            new Split(place, "sorted")
                    .write(
                            c,
                            batch,
                            uses.length,
                            (inside, from, to) -> row(inside, batch, from, to, index, false));
        }
        Object total = counted ? count : batch.total();
        c.line(
                        "FLARE_TRY(flare_sorter_append(worker, query->$, local->$, $));",
                        rows.field(),
                        buffer,
                        total)
                .note("#" + rows.node().number());
    }

    private void row(CWriter c, Batch batch, int from, int to, String index, boolean counted) {
        int[] uses = new int[rows.row().fields().size()];
        Arrays.fill(uses, from, to, 1);
        List<Cell> cells = batch.enter(c, uses);
        if (!rows.row().isEmpty()) {
            String row = place.names().unique("into_sort");
            c.line("struct $ *const $ = &local->$[$];", rows.tag(), row, buffer, index);
            rows.row().fill(c, row + "->", cells, from, to);
        }
        if (counted) {
            c.line("$++;", index);
        }
    }
}
