package io.tensorflare.cli.format;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Type;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An array of objects, one a row. Numbers are JSON numbers with all their digits; NaN and
 * infinities, which JSON lacks, are null. A second column {@code a} is {@code a_2}, because an
 * object's names must differ.
 */
final class JsonPrinter implements ResultPrinter {
    private final Appendable out;
    private final List<Column> columns;

    /** Each name with its quotes, escapes and colon. */
    private final String[] labels;

    private boolean empty = true;

    JsonPrinter(List<Column> columns, Appendable out) {
        this.out = out;
        this.columns = columns;
        this.labels = labels(columns);
    }

    @Override
    public void row(String[] cells) throws IOException {
        out.append(empty ? "[\n  {" : ",\n  {");
        empty = false;
        for (int i = 0; i < cells.length; i++) {
            out.append(i == 0 ? "" : ", ")
                    .append(labels[i])
                    .append(value(columns.get(i).type(), cells[i]));
        }
        out.append('}');
    }

    @Override
    public void end() throws IOException {
        out.append(empty ? "[]\n" : "\n]\n");
    }

    private static String value(Type type, String cell) {
        if (cell == null) {
            return "null";
        }
        return switch (type.kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> cell;
            case REAL, DOUBLE -> cell.equals("NaN") || cell.endsWith("Infinity") ? "null" : cell;
            case DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LOCAL,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    VARCHAR,
                    BINARY,
                    LIST,
                    STRUCT ->
                    quoted(cell);
        };
    }

    private static String[] labels(List<Column> columns) {
        Set<String> taken = new HashSet<>();
        String[] labels = new String[columns.size()];
        for (int i = 0; i < labels.length; i++) {
            String name = columns.get(i).name();
            String unique = name;
            for (int copy = 2; !taken.add(unique); copy++) {
                unique = name + "_" + copy;
            }
            labels[i] = quoted(unique) + ": ";
        }
        return labels;
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
