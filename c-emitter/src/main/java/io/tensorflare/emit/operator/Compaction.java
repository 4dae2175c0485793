package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.plan.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of one loop over a batch and the beginning of the next. A dense batch is simply entered
 * again; of others, the columns that the next loop needs are kept in buffers, row after row.
 */
final class Compaction {
    private final Place place;
    private final List<Column> columns;

    /**
     * @param columns of the batch, for names
     */
    Compaction(Place place, List<Column> columns) {
        this.place = place;
        this.columns = columns;
    }

    /** What happens to each row in the first loop. */
    @FunctionalInterface
    interface PerRow {
        void write(CWriter c, List<Cell> cells, String index);
    }

    /**
     * Writes the first loop and gives the batch for the next.
     *
     * @param later how often the next loop uses each column
     * @param now how often {@code perRow} does
     */
    Batch write(CWriter c, Batch batch, int[] later, int[] now, PerRow perRow) {
        if (batch.isDense()) {
            place.loop(c, batch, () -> perRow.write(c, batch.enter(c, now), batch.index()));
            return batch;
        }
        String rows = place.names().unique("kept_rows");
        Buffers buffers = new Buffers(place);
        List<Value> values = new ArrayList<>();
        List<Cell> arrived = new ArrayList<>();
        c.line("int32_t $ = 0;", rows);
        place.loop(
                c,
                batch,
                () -> first(c, batch, later, now, perRow, rows, buffers, values, arrived));
        return new Kept(rows, buffers, values, arrived, later);
    }

    private void first(
            CWriter c,
            Batch batch,
            int[] later,
            int[] now,
            PerRow perRow,
            String rows,
            Buffers buffers,
            List<Value> values,
            List<Cell> arrived) {
        int[] uses = new int[later.length];
        for (int i = 0; i < uses.length; i++) {
            uses[i] = now[i] + Math.min(later[i], 1);
        }
        List<Cell> cells = batch.enter(c, uses);
        perRow.write(c, cells, rows);
        for (int i = 0; i < later.length; i++) {
            Cell cell = cells.get(i);
            arrived.add(cell);
            if (later[i] > 0) {
                Value value =
                        cell.id().isPresent()
                                ? cell.idIn(cell.id().get().space(), c)
                                : cell.value(c);
                buffers.store(c, columns.get(i).name(), value, rows);
                values.add(value);
            } else {
                buffers.skip();
                values.add(null);
            }
        }
        c.line("$++;", rows);
    }

    /** The rows in the buffers. */
    private record Kept(
            String rows, Buffers buffers, List<Value> values, List<Cell> arrived, int[] kept)
            implements Batch {
        @Override
        public boolean isMovable() {
            return true;
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < kept.length; i++) {
                cells.add(kept[i] > 0 ? cell(i) : Cell.unused());
            }
            return cells;
        }

        private Cell cell(int index) {
            Cell stored = buffers.cell(index, values.get(index));
            return arrived.get(index)
                    .id()
                    .map(
                            id ->
                                    Cell.ofId(
                                            id.space(),
                                            stored.value(new CWriter()).code(),
                                            stored.value(new CWriter()).valid()))
                    .orElse(stored);
        }
    }
}
