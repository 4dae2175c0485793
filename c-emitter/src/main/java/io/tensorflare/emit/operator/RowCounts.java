package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.pipeline.Node;
import java.util.List;

/**
 * Counts the rows that operators inside of pipelines give, in programs that are made to be
 * analysed; what pipelines begin with the engine counts by itself.
 */
final class RowCounts {
    private static final String COUNTS = "row_counts";

    private RowCounts() {}

    /** Declares the worker's counters, one an operator, where the function uses them. */
    static void declare(CWriter begin, Assembly assembly) {
        if (assembly.isAnalysed()) {
            begin.declaration(
                    CExpr.name(CType.INT64, COUNTS),
                    "int64_t *const $ = flare_row_counts(worker);",
                    COUNTS);
        }
    }

    /** The batch with its rows counted as the operator's: at once where all of them get through. */
    static Batch counted(CWriter c, Batch batch, Node node, Assembly assembly) {
        if (!assembly.isAnalysed()) {
            return batch;
        }
        assembly.counted().set(node.number());
        String counter = COUNTS + "[" + node.number() + "]";
        String note = "#" + node.number();
        if (batch.isDense()) {
            c.line("$ += $;", counter, batch.total()).note(note);
            return batch;
        }
        return new Counted(batch, counter, note);
    }

    private record Counted(Batch input, String counter, String note) implements Batch.Within {
        /** The counters belong to the pipeline's own function. */
        @Override
        public boolean isMovable() {
            return false;
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            List<Cell> cells = input.enter(c, uses);
            c.line("$++;", counter).note(note);
            return cells;
        }
    }
}
