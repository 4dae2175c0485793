package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import java.util.ArrayList;
import java.util.List;

/** Finished groups as batches. */
final class GroupRows {
    private GroupRows() {}

    /** The one group of an aggregation without keys. */
    record One(Groups groups) implements Batch {
        @Override
        public String rows() {
            return "1";
        }

        @Override
        public boolean isDense() {
            return true;
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < groups.plan().calls().size(); i++) {
                int call = i;
                cells.add(Cell.lazily(writer -> groups.accumulators().result(call, "totals")));
            }
            return cells;
        }
    }
}
