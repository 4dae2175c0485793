package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.plan.Column;
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
        int width = rows.row().fields().size();
        boolean compacts = !given.isDense() && Split.isLarge(width);
        List<Column> columns = rows.columns();
        Batch batch =
                compacts
                        ? new Compaction(place, columns)
                                .write(
                                        c,
                                        given,
                                        uses(0, width),
                                        new int[columns.size()],
                                        (inside, cells, at) -> {})
                        : given;
        boolean counted = !batch.isDense();
        String count = counted ? place.names().unique("sorted_rows") : "";
        if (counted) {
            c.line("int32_t $ = 0;", count);
        }
        String index = counted ? count : batch.index();
        if (counted) {
            place.loop(c, batch, () -> row(c, batch, 0, width, index, true));
        } else if (!rows.row().isEmpty()) {
            new Split(place, "sorted")
                    .write(
                            c,
                            batch,
                            width,
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
        List<Cell> cells = batch.enter(c, uses(from, to));
        if (!rows.row().isEmpty()) {
            String row = place.names().unique("into_sort");
            c.line("struct $ *const $ = &local->$[$];", rows.tag(), row, buffer, index);
            rows.row().fill(c, row + "->", cells, from, to);
        }
        if (counted) {
            c.line("$++;", index);
        }
    }

    /** Which columns fill the fields from one number to another. */
    private int[] uses(int from, int to) {
        int[] uses = new int[rows.columns().size()];
        rows.row().fields().subList(from, to).forEach(field -> uses[field.column()]++);
        return uses;
    }
}
