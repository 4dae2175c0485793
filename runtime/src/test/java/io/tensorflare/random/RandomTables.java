package io.tensorflare.random;

import java.util.ArrayList;
import java.util.List;

/**
 * Tables made at random: none, one, some or some thousand rows; columns without nulls, with some,
 * or of nothing else; few values, many, extremes and unequal shares; files of all codecs.
 */
public final class RandomTables {
    private static final List<Integer> ROWS = List.of(0, 1, 2, 9, 40, 40, 130, 300, 2500);
    private static final List<String> CODECS =
            List.of("snappy", "zstd", "gzip", "lz4_raw", "uncompressed");
    private static final String WORDS =
            "['apple', 'Äpfel', '', 'naïve café', '日本語', 'a%b_c', 'x''y', 'Apple', ' b ', 'apples and pears', 'aa', 'a']";

    private final Dice dice;
    private int salts;

    private RandomTables(long seed) {
        dice = new Dice(seed);
    }

    /**
     * A table, whose column {@code id} no two rows have alike.
     *
     * @param query for DuckDB, giving its rows
     * @param options how DuckDB shall write it as Parquet
     */
    public record Table(Source source, String query, String options) {}

    /** As many tables, named t0, t1, ...; the same for the same seed. */
    public static List<Table> of(long seed, int count) {
        RandomTables tables = new RandomTables(seed);
        List<Table> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(tables.table("t" + i));
        }
        return all;
    }

    private Table table(String name) {
        int rows = dice.one(ROWS);
        salts = dice.roll(1_000_000);
        List<Source.Column> columns = new ArrayList<>();
        List<String> items = new ArrayList<>();
        columns.add(new Source.Column("id", Kind.INT));
        items.add(dice.one("i", "i", "i * 7919 % 10007", "i - 20") + "::int as id");
        int keys = rows > 1000 ? 300 : dice.one(3, 8, 20, 60);
        column(columns, items, "k", Kind.INT, number(keys, dice.one(0, 0, 10)) + "::int");
        column(columns, items, "j", Kind.INT, number(keys, 1) + "::bigint");
        column(
                columns,
                items,
                "n",
                Kind.INT,
                number(11, 5) + "::" + dice.one("tinyint", "smallint"));
        column(columns, items, "e", Kind.BIG, extreme());
        column(columns, items, "p", Kind.DECIMAL, "(" + number(40, 12) + " / 4)::decimal(9,2)");
        column(columns, items, "w", Kind.DECIMAL, wide());
        column(columns, items, "d", Kind.DOUBLE, floating());
        column(columns, items, "r", Kind.DOUBLE, "(" + number(30, 9) + " * 0.5)::float");
        column(columns, items, "s", Kind.STRING, WORDS + "[(" + number(12, -1) + ")::int]");
        column(columns, items, "x", Kind.STRING, text());
        column(columns, items, "t", Kind.DATE, "date '1999-12-20' + " + day() + "::int");
        column(columns, items, "m", Kind.TIMESTAMP, moment());
        column(columns, items, "b", Kind.BOOLEAN, hash() + " % 3 = 0");
        String query = "select " + String.join(", ", items) + " from range(" + rows + ") r(i)";
        String options =
                ", compression '"
                        + dice.one(CODECS)
                        + "', parquet_version '"
                        + dice.one("v1", "v2")
                        + "', row_group_size 2048";
        return new Table(new Source(name, columns, rows), query, options);
    }

    private void column(
            List<Source.Column> columns, List<String> items, String name, Kind kind, String value) {
        columns.add(new Source.Column(name, kind));
        String nullable =
                switch (dice.roll(9)) {
                    case 0, 1, 2 -> value;
                    case 3, 4, 5 -> "case when " + hash() + " % 10 > 0 then " + value + " end";
                    case 6, 7 -> "case when " + hash() + " % 2 = 0 then " + value + " end";
                    default -> "case when i < 0 then " + value + " end";
                };
        items.add(nullable + " as " + name);
    }

    private String hash() {
        return "(hash(i, " + salts++ + ") >> 8)";
    }

    /** One of so many whole numbers, less an offset: evenly, unevenly, sorted, or all the same. */
    private String number(int values, int offset) {
        String number =
                switch (dice.roll(6)) {
                    case 0 ->
                            "least(" + hash() + " % " + values + ", " + hash() + " % " + values
                                    + ")";
                    case 1 -> "(i // 10 % " + values + ")";
                    case 2 -> "(i % " + values + ")";
                    case 3 -> "(case when i < 0 then 0 else " + dice.roll(values) + " end)";
                    default -> "(" + hash() + " % " + values + ")";
                };
        return "(" + number + "::bigint - " + offset + ")";
    }

    private String extreme() {
        String type = dice.one("int", "bigint", "decimal(38,0)");
        String most =
                switch (type) {
                    case "int" -> "2147483647";
                    case "bigint" -> "9223372036854775807";
                    default -> "99999999999999999999999999999999999998";
                };
        return "[0, 1, -1, 7, "
                + most
                + ", -"
                + most
                + " - 1, "
                + most
                + " - 1][("
                + number(7, -1)
                + ")::int]::"
                + type;
    }

    private String wide() {
        return dice.one(
                "(" + number(50, 20) + " * 1000000007 / 8)::decimal(25,4)",
                "(" + number(9, 4) + " / 8)::decimal(18,3)");
    }

    private String floating() {
        String number = number(60, 30) + " * 0.25::double";
        return dice.once(4)
                ? "(case "
                        + hash()
                        + " % 12 when 0 then 'nan' when 1 then 'inf' when 2 then '-inf' when 3 then -0.0::double else "
                        + number
                        + " end)::double"
                : number;
    }

    private String text() {
        return dice.one(
                "'name ' || " + number(25, 0),
                "repeat(chr((97 + " + number(5, 0) + ")::int), (" + number(30, 0) + ")::int)",
                "lpad(i::varchar, 14, '0')");
    }

    private String day() {
        return dice.once(5) ? "(" + number(60, 0) + " * 1000 - 30000)" : number(800, 0);
    }

    private String moment() {
        return "timestamp '1999-12-31 23:59:59.999999' + to_microseconds((("
                + number(400, 100)
                + ") * "
                + dice.one("977777777", "3600000000", "1")
                + ")::bigint)";
    }
}
