package io.tensorflare.planner.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.SqlScript;
import io.tensorflare.planner.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {
    private static Statement parse(String sql) {
        List<SqlScript.Piece> pieces = SqlScript.split(sql);
        assertEquals(1, pieces.size(), () -> "statements in " + sql);
        return StatementParser.parse(pieces.get(0));
    }

    /** The query parses to a tree that prints as {@code expected}, white space and quotes aside. */
    private static void assertReads(String expected, String sql) {
        String printed =
                StatementParser.parseQuery(sql, new Position(1, 1))
                        .toString()
                        .replaceAll("[\\s`]+", " ")
                        .strip();
        assertEquals(expected, printed);
    }

    private static void assertRefuses(String expected, String sql) {
        TensorFlareException refused =
                assertThrows(
                        TensorFlareException.class,
                        () -> SqlScript.split(sql).forEach(StatementParser::parse),
                        sql);
        assertEquals(expected, refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select classifier(murder, assault) from data",
                "select year, month, day, hour, minute, second, quarter, week from t",
                "select t.year, t.date, t.value from t where t.month = 3",
                "select date, time, timestamp, interval, value, result, rank, count, sum, min, max, avg from t",
                "select 1 as year, 2 as date, 3 as timestamp, 4 as value, 5 as user, 6 as position",
                "select year(d), month(d), day(d), hour(d) from t",
                "select row, rows, range, start, method, language, match, condition, limit, offset, filter from t",
                "select int, double, char, text, real, precision from t",
                "select result from (select rank as result from t) as method",
                "select date '1994-01-01', timestamp '1994-01-01 10:00:00', time '10:00:00', date from t",
                "select extract(year from date), extract(month from d), extract(epoch from ts) from t",
                "select d + interval '90' day, d - interval '1' year, d + interval 3 month, d + interval '90 days', d - interval '1 year 2 months' from t",
                "select interval '1' day + d, d + interval '3' months, d + n * interval '1' day from t",
                "select interval, interval + 1 from t",
                "select x::int, y::double, z::varchar(10), w::decimal(10, 2), '1'::int8, v::timestamp, u::date from t",
                "select cast(x as text), cast(x as int4), cast(x as int8), cast(x as float8), cast(x as string), cast(x as double precision), cast(x as timestamp) from t",
                "select try_cast(x as int) from t",
                "select * from 'data/x.parquet'",
                "select a.x from 'a.parquet' a, 'b.parquet' as b join 'c.parquet' on b.x = c.x where a.x = 'from'",
                "select substring(s from 2 for 3), trim(both 'x' from s), extract(day from d), position('a' in s), overlay(s placing 'a' from 2) from t",
                "select x, count(*) from t group by all",
                "select x, count(*) from t group by all order by x",
                "select floor(d to month), ceil(x) from t",
                "select a from t limit 10 offset 5",
                "select a from t order by a desc nulls last fetch first 3 rows only",
                "select a from t offset 2 rows",
                "select count(*) filter (where a > 1), sum(distinct b) from t",
                "select rank() over (partition by a order by b rows between 2 preceding and current row) from t",
                "select current_date, current_timestamp, localtimestamp",
                "values (1, 'a'), (2, 'b')",
                "with x as (select 1 as a) select * from x",
                "select \"select\", \"a b\" from \"group\"",
                "select left('abc', 1), right('abc', 1), mod(3, 2), 3 % 2, contains('abc', 'a') from t",
                "select if(a > 1, 2, 3), model, analyze from t",
                "select a from t where b is not distinct from c and d is unknown",
                "select /* comment; with ' and \" */ a -- and ; here\n from t",
                "select date_trunc('month', d), date_diff('day', a, b) from t",
                "select * exclude (a) from t",
                "select a from t where d between date '1994-01-01' and date '1994-12-31' and s like 'a\\%' escape '\\'",
                "select ? + 1, a from t where b = ?",
                "select a.b.c from a.b"
            })
    void readsQueries(String sql) {
        assertInstanceOf(Statement.Query.class, parse(sql));
    }

    @Test
    void keepsKeywordsWhereTheyAreMeant() {
        assertReads(
                "SELECT DATE '1994-01-01', date FROM t", "select date '1994-01-01', date from t");
        assertReads(
                "SELECT EXTRACT(YEAR FROM date ), year FROM t",
                "select extract(year from date), year from t");
        assertReads("SELECT d + INTERVAL '90' DAY FROM t", "select d + interval '90 days' from t");
        assertReads(
                "SELECT d + INTERVAL '14' MONTH FROM t",
                "select d + interval '1 year 2 months' from t");
        assertReads(
                "SELECT d + INTERVAL '5400' SECOND FROM t",
                "select d + interval '1 hour 30 minutes' from t");
        assertReads("SELECT ( x :: BIGINT) FROM t", "select x::int8 from t");
        assertReads("SELECT CAST( x AS REAL) FROM t", "select cast(x as float) from t");
        assertReads("SELECT * FROM dir/x.parquet AS x", "select * from 'dir/x.parquet'");
        assertReads(
                "SELECT a , b , COUNT(*) AS n FROM t GROUP BY a , b",
                "select a, b, count(*) as n from t group by all");
        assertReads("SELECT COUNT(*) FROM t", "select count(*) from t group by all");
    }

    @Test
    void readsStatements() {
        assertEquals(
                new Statement.CreateModel(
                        "create model m from 'dir' with (batch = 1024, Signature = 'x')",
                        new Position(1, 1),
                        "m",
                        Statement.Existing.REFUSED,
                        "dir",
                        Map.of("batch", "1024", "signature", "x")),
                parse("create model m from 'dir' with (batch = 1024, Signature = 'x')"));
        assertEquals(
                new Statement.CreateTable(
                        "CREATE OR REPLACE TABLE \"T x\" FROM 'a/*.parquet'",
                        new Position(1, 1),
                        "T x",
                        Statement.Existing.REPLACED,
                        "a/*.parquet",
                        Map.of()),
                parse("CREATE OR REPLACE TABLE \"T x\" FROM 'a/*.parquet';"));
        assertEquals(
                new Statement.CreateView(
                        "create view v as\n  select 'as', 1",
                        new Position(2, 1),
                        "v",
                        Statement.Existing.REFUSED,
                        new Statement.Query("select 'as', 1", new Position(3, 3))),
                parse("-- a view\ncreate view v as\n  select 'as', 1"));
        assertEquals(
                new Statement.Drop(
                        "drop model if exists m",
                        new Position(1, 1),
                        Statement.Target.MODEL,
                        "m",
                        Statement.Absent.IGNORED),
                parse("drop model if exists m"));
        assertEquals(
                new Statement.Drop(
                        "drop table t",
                        new Position(1, 1),
                        Statement.Target.TABLE,
                        "t",
                        Statement.Absent.REFUSED),
                parse("drop table t"));
        assertEquals(
                new Statement.ShowTables("show tables", new Position(1, 1)), parse("show tables"));
        assertEquals(
                new Statement.ShowModels("show MODELS", new Position(1, 1)), parse("show MODELS"));
        assertEquals(
                new Statement.ShowSetting("show all", new Position(1, 1), "all"),
                parse("show all"));
        assertEquals(
                new Statement.ShowSetting("show Threads", new Position(1, 1), "threads"),
                parse("show Threads"));
        assertEquals(
                new Statement.SetSetting("set threads = 4", new Position(1, 1), "threads", "4"),
                parse("set threads = 4"));
        assertEquals(
                new Statement.SetSetting(
                        "set memory to '4GB'", new Position(1, 1), "memory", "4GB"),
                parse("set memory to '4GB'"));
        assertEquals(
                new Statement.Describe("describe lineitem", new Position(1, 1), "lineitem"),
                parse("describe lineitem"));
        assertEquals(
                new Statement.Describe("describe 'x.parquet'", new Position(1, 1), "x.parquet"),
                parse("describe 'x.parquet'"));
        assertEquals(
                new Statement.Explain(
                        "explain analyze select 1",
                        new Position(1, 1),
                        Statement.Depth.RUN,
                        new Statement.Query("select 1", new Position(1, 17))),
                parse("explain analyze select 1"));
    }

    @Test
    void splitsAtSemicolonsOutsideStringsAndComments() {
        List<SqlScript.Piece> pieces =
                SqlScript.split(
                        "select ';', \";\" /* ; */ -- ;\n;\n\n  select 2 ;; select E'\\';' -- end");
        assertEquals(
                List.of("select ';', \";\"", "select 2", "select E'\\';'"),
                pieces.stream().map(SqlScript.Piece::sql).toList());
        assertEquals(new Position(4, 3), pieces.get(1).position());
        assertEquals("select ';', \";\"", pieces.get(0).key());
        assertEquals(
                SqlScript.split("select  1 -- x\n from t").get(0).key(),
                SqlScript.split("/* y */select 1\nfrom /**/ t").get(0).key());
        assertTrue(SqlScript.isComplete("select 1; -- done\n"));
        assertFalse(SqlScript.isComplete("select 1"));
        assertFalse(SqlScript.isComplete("select ';"));
        assertFalse(SqlScript.isComplete("select 1; select 2"));
        assertFalse(SqlScript.isComplete("select 1; /* "));
    }

    @Test
    void refusesWithPlaceAndExpectation() {
        assertRefuses(
                "syntax error at 't'; expected the end of the statement or ',' or FROM or ORDER or LIMIT (line 1, column 15)",
                "select a form t");
        assertRefuses(
                "the statement ends too early; expected a name or an expression or ORDER or LIMIT or '(' (line 1, column 1)",
                "select");
        assertRefuses(
                "syntax error at 'x'; expected BY (line 3, column 7)", "select a\nfrom t\ngroup x");
        assertRefuses(
                "expected a statement such as SELECT, found 'selec' (line 1, column 18)",
                "select a from t; selec b");
        assertRefuses(
                "a string is not closed; add a single quote (line 1, column 8)", "select 'abc");
        assertRefuses(
                "a quoted name is not closed; add a double quote (line 1, column 15)",
                "select a from \"t");
        assertRefuses("a comment is not closed; add '*/' (line 1, column 10)", "select a /* x");
        assertRefuses(
                "'//' is not an operator; write '/' to divide (integers divide to an integer) or '--' for a comment (line 1, column 9)",
                "select 7//2");
        assertRefuses(
                "'0x1F' is not a number; write plain decimal digits, or put a blank before a name (line 1, column 8)",
                "select 0x1F");
        assertRefuses(
                "'1_000' is not a number; write plain decimal digits, or put a blank before a name (line 1, column 8)",
                "select 1_000");
        assertRefuses(
                "syntax error at 'dir'; expected a string in single quotes (line 1, column 21)",
                "create model m from dir");
        assertRefuses(
                "syntax error at 'x'; expected a name (line 1, column 14)",
                "create model 'x' from 'y'");
        assertRefuses(
                "syntax error at 'x'; expected MODEL or VIEW or TABLE (line 1, column 6)",
                "drop x");
        assertRefuses(
                "INSERT is not supported; statements are SELECT, VALUES, WITH, EXPLAIN, CREATE, DROP, SHOW, SET and DESCRIBE (line 1, column 1)",
                "insert into t values (1)");
        assertRefuses(
                "'foos' is not a unit of time; use year, month, week, day, hour, minute or second (line 1, column 17)",
                "select interval '3 foos'");
        assertRefuses(
                "expected a number and a unit in the interval, as in INTERVAL '90 days' or INTERVAL '90' DAY (line 1, column 17)",
                "select interval '3'");
        assertRefuses(
                "syntax error at 'order'; expected a name or an expression or '(' (order is a reserved word; as a name write \"order\") (line 1, column 8)",
                "select order from t");
        assertRefuses(
                "the character \"#\" has no meaning in SQL; quote names with double quotes and strings with single quotes (line 1, column 8)",
                "select #a from t");
        assertRefuses(
                "syntax error at '5'; expected the end of the statement or ',' (line 1, column 25)",
                "select a from t limit 5 5");
        assertRefuses(
                "FROM names no file; write the path of a Parquet file between the quotes (line 1, column 15)",
                "select * from ''");
    }
}
