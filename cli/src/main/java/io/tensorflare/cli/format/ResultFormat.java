package io.tensorflare.cli.format;

import io.tensorflare.plan.Column;
import java.util.List;

/** How results are printed. */
public enum ResultFormat {
    TABLE,
    CSV,
    JSON;

    /** Starts printing one result, whose cells will come as {@link ValueText} writes them. */
    public ResultPrinter printer(List<Column> columns, Appendable out) {
        return switch (this) {
            case TABLE -> new TablePrinter(columns, out);
            case CSV -> new CsvPrinter(columns, out);
            case JSON -> new JsonPrinter(columns, out);
        };
    }
}
