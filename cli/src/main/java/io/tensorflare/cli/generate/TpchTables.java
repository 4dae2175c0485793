package io.tensorflare.cli.generate;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.util.Set;

/** The tables of TPC-H with the column types that DuckDB's generator gives them. */
final class TpchTables {
    /** Keys of the two tables that never grow. */
    private static final Set<String> SMALL_KEYS =
            Set.of("n_nationkey", "n_regionkey", "r_regionkey", "c_nationkey", "s_nationkey");

    /** INTEGER in the specification, BIGINT in DuckDB. */
    private static final Set<String> WIDE_INTEGERS = Set.of("l_linenumber", "ps_availqty");

    private TpchTables() {}

    static <E extends TpchEntity> OutputTable<E> describe(TpchTable<E> table) {
        return new OutputTable<>(
                table.getTableName(), table.getColumns().stream().map(TpchTables::column).toList());
    }

    /** Rows at scale factor 1; of lineitem about this many. */
    static long rowsAtScaleOne(TpchTable<?> table) {
        return switch (table.getTableName()) {
            case "customer" -> 150_000;
            case "orders" -> 1_500_000;
            case "lineitem" -> 6_000_000;
            case "part" -> 200_000;
            case "partsupp" -> 800_000;
            case "supplier" -> 10_000;
            case "nation" -> 25;
            case "region" -> 5;
            default ->
                    throw new IllegalStateException("TPC-H has no table " + table.getTableName());
        };
    }

    static boolean grows(TpchTable<?> table) {
        return table != TpchTable.NATION && table != TpchTable.REGION;
    }

    private static <E extends TpchEntity> OutputColumn<E> column(TpchColumn<E> column) {
        String name = column.getColumnName();
        return switch (column.getType().getBase()) {
            case IDENTIFIER ->
                    SMALL_KEYS.contains(name)
                            ? OutputColumn.integer(
                                    name, row -> Math.toIntExact(column.getIdentifier(row)))
                            : OutputColumn.bigint(name, column::getIdentifier);
            case INTEGER ->
                    WIDE_INTEGERS.contains(name)
                            ? OutputColumn.bigint(name, column::getInteger)
                            : OutputColumn.integer(name, column::getInteger);
            case DATE -> OutputColumn.date(name, column::getDate);
            case DOUBLE -> OutputColumn.amount(name, column::getDouble);
            case VARCHAR -> OutputColumn.text(name, column::getString);
        };
    }
}
