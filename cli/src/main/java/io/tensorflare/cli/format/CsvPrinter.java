package io.tensorflare.cli.format;

import io.tensorflare.plan.Column;
import java.io.IOException;
import java.util.List;

/**
 * Comma-separated values with the quoting of RFC 4180 and a header. NULL is nothing at all, the
 * empty string is {@code ""}. Lines end with a line feed alone, as other tools of a Unix command
 * line expect.
 */
final class CsvPrinter implements ResultPrinter {
    private final Appendable out;

    CsvPrinter(List<Column> columns, Appendable out) {
        this.out = out;
        this.header = columns.stream().map(Column::name).toArray(String[]::new);
    }

    private final String[] header;
    private boolean started;

    @Override
    public void row(String[] cells) throws IOException {
        start();
        line(cells);
    }

    @Override
    public void end() throws IOException {
        start();
    }

    private void start() throws IOException {
        if (!started) {
            started = true;
            line(header);
        }
    }

    private void line(String[] cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                out.append(',');
            }
            if (cells[i] != null) {
                field(cells[i]);
            }
        }
        out.append('\n');
    }

    private void field(String text) throws IOException {
        if (needsQuotes(text)) {
            out.append('"').append(text.replace("\"", "\"\"")).append('"');
        } else {
            out.append(text);
        }
    }

    private static boolean needsQuotes(String text) {
        if (text.isEmpty()) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}
