package io.tensorflare.cli.format;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * A table for people: columns under their names, numbers to the right, NULL by name, the number of
 * rows at the end.
 *
 * <p>Widths fit the first thousand rows; later rows are printed as they come, so memory does not
 * grow, and a longer value only pushes its neighbours. Control characters are shown as escapes, so
 * no value can steer the terminal or break the lines.
 */
final class TablePrinter implements ResultPrinter {
    private static final int ROWS_MEASURED = 1000;
    private static final String NULL = "NULL";

    private final Appendable out;
    private final String[] names;
    private final boolean[] right;
    private final int[] widths;
    private final List<String[]> measured = new ArrayList<>();
    private boolean headPrinted;
    private long rows;

    TablePrinter(List<Column> columns, Appendable out) {
        this.out = out;
        this.names = columns.stream().map(column -> visible(column.name())).toArray(String[]::new);
        this.right = new boolean[names.length];
        this.widths = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            right[i] = isNumber(columns.get(i).type());
            widths[i] = width(names[i]);
        }
    }

    @Override
    public void row(String[] cells) throws IOException {
        rows++;
        String[] shown = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            shown[i] = cells[i] == null ? NULL : visible(cells[i]);
        }
        if (headPrinted) {
            line(shown);
            return;
        }
        for (int i = 0; i < shown.length; i++) {
            widths[i] = Math.max(widths[i], width(shown[i]));
        }
        measured.add(shown);
        if (measured.size() == ROWS_MEASURED) {
            printMeasured();
        }
    }

    @Override
    public void end() throws IOException {
        if (!headPrinted) {
            printMeasured();
        }
        out.append("(").append(String.valueOf(rows)).append(rows == 1 ? " row)\n" : " rows)\n");
    }

    private void printMeasured() throws IOException {
        headPrinted = true;
        line(names);
        for (int i = 0; i < names.length; i++) {
            out.append(i == 0 ? "-" : "-+-").append("-".repeat(widths[i]));
        }
        out.append("-\n");
        for (String[] shown : measured) {
            line(shown);
        }
        measured.clear();
    }

    private void line(String[] cells) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - width(cells[i])));
            line.append(i == 0 ? " " : " | ")
                    .append(right[i] ? padding + cells[i] : cells[i] + padding);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static boolean isNumber(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
            case BOOLEAN,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LOCAL,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    VARCHAR,
                    BINARY,
                    LIST,
                    STRUCT ->
                    false;
        };
    }

    /** Cells of a terminal that {@code text} fills. */
    private static int width(String text) {
        return text.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
    }

    private static String visible(String text) {
        if (text.codePoints().noneMatch(TablePrinter::steersTerminals)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> append(shown, point));
        return shown.toString();
    }

    private static void append(StringBuilder shown, int point) {
        switch (point) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                if (steersTerminals(point)) {
                    shown.append(String.format("\\u%04x", point));
                } else {
                    shown.appendCodePoint(point);
                }
            }
        }
    }

    /** Control characters, and the format characters that reverse the direction of text. */
    private static boolean steersTerminals(int point) {
        return Character.isISOControl(point)
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
