package io.tensorflare.engine;

import java.util.List;

/**
 * One run of a compiled query.
 *
 * @param pruning of each scan of the program
 */
record Execution(NativeQuery query, CompiledQuery compiled, List<Pruning> pruning) {
    /** How many of a scan's row groups are left after their statistics were looked at. */
    record Pruning(int all, int kept) {
        String text() {
            return all + (all == 1 ? " row group" : " row groups") + " -> " + kept;
        }
    }

    Execution {
        pruning = List.copyOf(pruning);
    }
}
