package io.tensorflare.cli.generate;

import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The tables of TPC-DS with the types of the specification, texts without padding. A row is the
 * list of its values as text, null where there is none.
 */
final class TpcdsTables {
    private TpcdsTables() {}

    /** All but the one that tells how the data was made. */
    static List<Table> all() {
        return Table.getBaseTables().stream()
                .filter(table -> table != Table.DBGEN_VERSION)
                .toList();
    }

    static OutputTable<List<String>> describe(Table table) {
        return new OutputTable<>(
                table.getName(),
                Arrays.stream(table.getColumns()).map(TpcdsTables::column).toList());
    }

    private static OutputColumn<List<String>> column(Column column) {
        int position = column.getPosition();
        return typed(column.getName(), column.getType(), row -> row.get(position))
                .nullWhere(row -> row.get(position) == null);
    }

    private static OutputColumn<List<String>> typed(
            String name, ColumnType type, Function<List<String>, String> text) {
        return switch (type.getBase()) {
            case IDENTIFIER ->
                    name.endsWith("_number")
                            ? OutputColumn.bigint(name, row -> Long.parseLong(text.apply(row)))
                            : OutputColumn.integer(name, row -> Integer.parseInt(text.apply(row)));
            case INTEGER -> OutputColumn.integer(name, row -> Integer.parseInt(text.apply(row)));
            case DECIMAL -> {
                int scale = type.getScale().orElseThrow();
                yield OutputColumn.decimal(
                        name,
                        type.getPrecision().orElseThrow(),
                        scale,
                        row -> unscaled(text.apply(row), scale));
            }
            case DATE ->
                    OutputColumn.date(
                            name,
                            row -> Math.toIntExact(LocalDate.parse(text.apply(row)).toEpochDay()));
            case CHAR, VARCHAR -> OutputColumn.text(name, text);
            case TIME -> throw new IllegalStateException("no table has a time: " + name);
        };
    }

    private static long unscaled(String text, int scale) {
        return new BigDecimal(text)
                .setScale(scale, RoundingMode.UNNECESSARY)
                .unscaledValue()
                .longValueExact();
    }
}
