package io.tensorflare.cli.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Type;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultPrinterTest {
    private static final List<Column> ONE_OF_EACH =
            List.of(
                    new Column("id", Type.BIGINT, false),
                    new Column("price", Type.decimal(15, 2), true),
                    new Column("score", Type.DOUBLE, true),
                    new Column("name", Type.VARCHAR, true),
                    new Column("day", Type.DATE, true),
                    new Column("ok", Type.BOOLEAN, true));

    private static final String[] ORDINARY = {"1", "1.50", "0.1", "Ann", "1994-01-01", "true"};
    private static final String[] NULLS = {"-2", null, null, null, null, null};

    @Test
    void csvHasAHeaderAndNothingForNull() {
        assertPrints(
                ResultFormat.CSV,
                ONE_OF_EACH,
                """
                id,price,score,name,day,ok
                1,1.50,0.1,Ann,1994-01-01,true
                -2,,,,,
                """,
                ORDINARY,
                NULLS);
    }

    @Test
    void csvQuotesWhatMustBeQuoted() {
        List<Column> text =
                List.of(
                        new Column("a,b", Type.VARCHAR, true),
                        new Column("\"", Type.VARCHAR, true));
        assertPrints(
                ResultFormat.CSV,
                text,
                "\"a,b\",\"\"\"\"\n\"\",x y\n\"1,2\",\"say \"\"hi\"\"\"\n\"a\nb\",\"c\r\"\n,é\u4e2d\n",
                new String[] {"", "x y"},
                new String[] {"1,2", "say \"hi\""},
                new String[] {"a\nb", "c\r"},
                new String[] {null, "é\u4e2d"});
    }

    @Test
    void csvOfNoRowsIsItsHeader() {
        assertPrints(ResultFormat.CSV, List.of(new Column("n", Type.BIGINT, true)), "n\n");
    }

    @Test
    void jsonHasNumbersStringsAndNulls() {
        assertPrints(
                ResultFormat.JSON,
                ONE_OF_EACH,
                """
                [
                  {"id": 1, "price": 1.50, "score": 0.1, "name": "Ann", "day": "1994-01-01", "ok": true},
                  {"id": -2, "price": null, "score": null, "name": null, "day": null, "ok": null}
                ]
                """,
                ORDINARY,
                NULLS);
    }

    @Test
    void jsonHasNoNanAndEscapesText() {
        List<Column> columns =
                List.of(
                        new Column("d", Type.DOUBLE, true),
                        new Column("d", Type.REAL, true),
                        new Column("d_2", Type.VARCHAR, true),
                        new Column("q\"\n", Type.VARCHAR, true));
        assertPrints(
                ResultFormat.JSON,
                columns,
                """
                [
                  {"d": null, "d_2": null, "d_2_2": "NaN", "q\\"\\n": "\\u0000\\\\\\""}
                ]
                """,
                new String[] {"NaN", "-Infinity", "NaN", "\u0000\\\""});
    }

    @Test
    void jsonOfNoRowsIsAnEmptyArray() {
        assertPrints(ResultFormat.JSON, ONE_OF_EACH, "[]\n");
    }

    @Test
    void tableAlignsNumbersRightAndNamesNulls() {
        assertPrints(
                ResultFormat.TABLE,
                ONE_OF_EACH.subList(0, 4),
                """
                 id | price | score | name
                ----+-------+-------+------
                  1 |  1.50 |   0.1 | Ann
                 -2 |  NULL |  NULL | NULL
                (2 rows)
                """,
                new String[] {"1", "1.50", "0.1", "Ann"},
                new String[] {"-2", null, null, null});
    }

    @Test
    void tableMeasuresWideCharacters() {
        assertPrints(
                ResultFormat.TABLE,
                List.of(new Column("t", Type.VARCHAR, true), new Column("n", Type.BIGINT, true)),
                """
                 t    | n
                ------+---
                 \u4e2d\u6587 | 1
                 ab   | 2
                (2 rows)
                """,
                new String[] {"\u4e2d\u6587", "1"},
                new String[] {"ab", "2"});
    }

    @Test
    void tableShowsControlCharactersInsteadOfObeyingThem() {
        assertPrints(
                ResultFormat.TABLE,
                List.of(new Column("\u001b[2J", Type.VARCHAR, true)),
                """
                 \\u001b[2J
                ------------
                 a\\nb\\u202e
                (1 row)
                """,
                new String[] {"a\nb\u202e"});
    }

    @Test
    void tableStreamsAfterItsFirstThousandRows() throws IOException {
        StringBuilder out = new StringBuilder();
        ResultPrinter printer =
                ResultFormat.TABLE.printer(List.of(new Column("n", Type.BIGINT, false)), out);
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, out.length(), "row " + i);
            printer.row(new String[] {"7"});
        }
        int head = out.length();
        printer.row(new String[] {"1234"});
        assertEquals(" 1234\n", out.substring(head));
        printer.end();
        assertEquals("(1001 rows)\n", out.substring(head + 6));
    }

    private static void assertPrints(
            ResultFormat format, List<Column> columns, String expected, String[]... rows) {
        StringBuilder out = new StringBuilder();
        try {
            ResultPrinter printer = format.printer(columns, out);
            for (String[] row : rows) {
                printer.row(row);
            }
            printer.end();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        assertEquals(expected, out.toString());
    }
}
