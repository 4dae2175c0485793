package io.tensorflare.plan;

import java.util.ArrayList;
import java.util.List;

/** One column that a {@link Plan.Window} adds. */
public record WindowCall(WindowFunction function, Column column, Position position) {
    /** The columns of an input, then one for each call. */
    static List<Column> appended(List<Column> input, List<WindowCall> calls) {
        List<Column> columns = new ArrayList<>(input);
        calls.forEach(call -> columns.add(call.column()));
        return List.copyOf(columns);
    }
}
