package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.plan.AggregateCall;
import java.util.ArrayList;
import java.util.List;

/** Finished groups as batches. */
final class GroupRows {
    private GroupRows() {}

    private static void addResults(Groups groups, String group, List<Cell> cells) {
        AggregateResults results = groups.accumulators().results();
        for (AggregateCall call : groups.plan().calls()) {
            cells.add(Cell.lazily(writer -> results.of(call, group)));
        }
    }

    /** The one group of an aggregation without keys. */
    record One(Groups groups) implements Batch {
        @Override
        public String rows() {
            return "1";
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            List<Cell> cells = new ArrayList<>();
            addResults(groups, "source", cells);
            return cells;
        }
    }

    /** Rows of a hash table. */
    record Hashed(Groups groups) implements Batch.OfPointers {
        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            Batch.OfPointers.declare(c, groups.tag(), "source", groups.note());
            List<Cell> cells = new ArrayList<>();
            groups.keys()
                    .forEach(
                            key ->
                                    cells.add(
                                            groups.key().orElseThrow().cell(key, "source", "key")));
            addResults(groups, "source", cells);
            return cells;
        }
    }

    /** Rows of a table of distinct values, as rows of the aggregation's input. */
    record Distinct(Groups groups, DistinctTable table) implements Batch.OfPointers {
        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            Batch.OfPointers.declare(c, table.key().tag(), "value", groups.note());
            List<Cell> cells = new ArrayList<>();
            groups.plan().input().columns().forEach(column -> cells.add(Cell.unused()));
            table.set()
                    .filter()
                    .ifPresent(
                            filter ->
                                    cells.set(
                                            filter,
                                            Cell.of(
                                                    io.tensorflare.emit.expression.Value.of(
                                                            CExpr.truth(true)))));
            table.key()
                    .columns()
                    .forEach(key -> cells.set(key.column(), table.key().cell(key, "value", "")));
            return cells;
        }
    }

    /**
     * Rows of a direct array.
     *
     * @param merged the variable that points to the first of all
     */
    record Slots(Groups groups, Names names, List<CExpr> slots, String merged)
            implements Batch.OfPointers {
        /** Rows are numbered by what the pipeline's function has at hand. */
        @Override
        public boolean isMovable() {
            return false;
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            Batch.OfPointers.declare(c, groups.tag(), "source", groups.note());
            CExpr slot = CExpr.name(CType.INT64, "slot");
            c.declaration(slot, "const int64_t slot = source - $;", merged);
            List<Cell> cells = new ArrayList<>();
            List<DirectArray.Axis> axes = groups.array().orElseThrow().axes();
            for (int i = 0; i < axes.size(); i++) {
                cells.add(key(c, axes.get(i), slots.get(i), index(i)));
            }
            addResults(groups, "source", cells);
            return cells;
        }

        /** Takes the number of a slot apart: the last key varies fastest. */
        private CExpr index(int axis) {
            CExpr index = CExpr.name(CType.INT64, "slot");
            for (int i = slots.size() - 1; i > axis; i--) {
                index = index.dividedBy(slots.get(i));
            }
            return axis == 0 ? index : index.modulo(slots.get(axis));
        }

        private Cell key(CWriter c, DirectArray.Axis axis, CExpr count, CExpr computed) {
            CExpr index = computed;
            if (!computed.text().equals("slot")) {
                index =
                        CExpr.name(
                                CType.INT64,
                                names.unique(Names.readable(axis.key().name()) + "_slot"));
                c.declaration(index, "const int64_t $ = $;", index, computed);
            }
            CExpr valid =
                    axis.key().nullable()
                            ? index.compare("!=", count.minus(CExpr.number(CType.INT64, 1)))
                            : CExpr.truth(true);
            boolean ids = axis.rangeField().isEmpty();
            CExpr code =
                    ids ? index.cast(CType.IDS) : axis.from().plus(index).cast(axis.key().type());
            return axis.key().cell(code, valid);
        }
    }
}
