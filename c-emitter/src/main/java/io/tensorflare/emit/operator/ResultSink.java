package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.plan.Column;
import java.util.Arrays;
import java.util.List;

/**
 * Appends blocks of rows to the query's result: computed columns from buffers, others straight from
 * where they lie.
 */
final class ResultSink implements SinkCode {
    private final Place place;
    private final List<Column> columns;

    ResultSink(Place place, List<Column> columns) {
        this.place = place;
        this.columns = columns;
    }

    @Override
    public void begin(CWriter c) {}

    @Override
    public void end(CWriter c) {}

    @Override
    public void consume(CWriter c, Batch batch) {
        int[] uses = new int[columns.size()];
        Arrays.fill(uses, 1);
        if (batch.isSingle() && batch.isDense()) {
            single(c, batch, uses);
        } else if (batch.isDense()) {
            dense(c, batch, uses);
        } else if (Split.isLarge(columns.size())) {
            dense(
                    c,
                    new Compaction(place, columns)
                            .write(
                                    c,
                                    batch,
                                    uses,
                                    new int[uses.length],
                                    (inside, cells, index) -> {}),
                    uses);
        } else {
            filtered(c, batch, uses);
        }
    }

    /** One row: each column is a local variable. */
    private void single(CWriter c, Batch batch, int[] uses) {
        List<Cell> cells = batch.enter(c, uses);
        for (int i = 0; i < columns.size(); i++) {
            CType type = type(i);
            Value value = as(cells.get(i).value(c), type);
            String name = place.names().fromUser(columns.get(i).name(), "column_" + (i + 1));
            c.line("const $ $ = $;", type.stored(), name, value.guarded());
            String valid = "0";
            if (value.nullable()) {
                valid = place.names().unique(name + "_valid");
                c.line("const uint8_t $ = $;", valid, value.valid());
                valid = "&" + valid;
            }
            output(c, i, "&" + name, valid, "1");
        }
        c.line("flare_output_rows(worker, 1);");
    }

    private void dense(CWriter c, Batch batch, int[] uses) {
        List<Cell> probe = batch.enter(c.inner(), uses);
        boolean[] passes = new boolean[columns.size()];
        int stored = 0;
        for (int i = 0; i < columns.size(); i++) {
            passes[i] = passesThrough(probe.get(i), i);
            stored += passes[i] ? 0 : 1;
        }
        Cell.Vector[] vectors = new Cell.Vector[columns.size()];
        if (stored > 0) {
            new Split(place, "columns")
                    .write(
                            c,
                            batch,
                            columns.size(),
                            (inside, from, to) -> store(inside, batch, from, to, passes, vectors));
        }
        for (int i = 0; i < columns.size(); i++) {
            vectors[i] = passes[i] ? probe.get(i).vector().get() : vectors[i];
        }
        append(c, batch, vectors);
        c.line("flare_output_rows(worker, $);", batch.total());
    }

    private void store(
            CWriter c, Batch batch, int from, int to, boolean[] passes, Cell.Vector[] vectors) {
        int[] uses = new int[columns.size()];
        for (int i = from; i < to; i++) {
            uses[i] = passes[i] ? 0 : 1;
        }
        List<Cell> cells = batch.enter(c, uses);
        Buffers buffers = new Buffers(place);
        for (int i = from; i < to; i++) {
            if (!passes[i]) {
                vectors[i] =
                        buffers.store(
                                c, name(i), as(cells.get(i).value(c), type(i)), batch.index());
            }
        }
    }

    /** The columns of a block go to the result one after another. */
    private void append(CWriter c, Batch batch, Cell.Vector[] vectors) {
        if (!Split.isLarge(columns.size()) || !batch.isMovable()) {
            for (int i = 0; i < columns.size(); i++) {
                output(
                        c,
                        i,
                        vectors[i].values(),
                        vectors[i].valid().isEmpty() ? "0" : vectors[i].valid(),
                        batch.rows());
            }
            return;
        }
        new Split(place, "append")
                .calls(
                        c,
                        batch,
                        columns.size(),
                        (inside, from, to) -> {
                            for (int i = from; i < to; i++) {
                                output(
                                        inside,
                                        i,
                                        vectors[i].values(),
                                        vectors[i].valid().isEmpty() ? "0" : vectors[i].valid(),
                                        "rows");
                            }
                        });
    }

    private void filtered(CWriter c, Batch batch, int[] uses) {
        String rows = place.names().unique("result_rows");
        Buffers buffers = new Buffers(place);
        c.line("int32_t $ = 0;", rows);
        place.loop(
                c,
                batch,
                () -> {
                    List<Cell> cells = batch.enter(c, uses);
                    for (int i = 0; i < columns.size(); i++) {
                        buffers.store(c, name(i), as(cells.get(i).value(c), type(i)), rows);
                    }
                    c.line("$++;", rows);
                });
        for (int i = 0; i < columns.size(); i++) {
            Cell.Vector vector = buffers.vector(i);
            output(c, i, vector.values(), vector.valid().isEmpty() ? "0" : vector.valid(), rows);
        }
        c.line("flare_output_rows(worker, $);", rows);
    }

    private boolean passesThrough(Cell cell, int index) {
        return cell.vector().isPresent() && cell.vector().get().type() == type(index);
    }

    private String name(int index) {
        return columns.get(index).name();
    }

    private CType type(int index) {
        return Machine.type(columns.get(index).type());
    }

    private void output(CWriter c, int column, String values, String valid, String rows) {
        CExpr call =
                CExpr.call(
                        CType.INT32,
                        "flare_output_column",
                        "worker",
                        column,
                        reference(values),
                        valid.equals("0") ? (Object) 0 : reference(valid),
                        rows.equals("1") ? (Object) 1 : rows);
        c.line("$;", call);
    }

    private static String reference(String name) {
        return name;
    }

    /** The value in the result's type: decimals computed in 64 bits are widened. */
    private static Value as(Value value, CType type) {
        return Conversions.to(value, type);
    }
}
