package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.catalog.View;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every mistake is one sentence: what, where, what to do. */
class MistakesTest {
    private static void assertRefuses(String sentence, String sql) {
        TensorFlareException refused =
                assertThrows(TensorFlareException.class, () -> Sample.plan(sql), sql);
        assertEquals(sentence, refused.getMessage());
    }

    @Test
    void tellsHowLiteralsAreWritten() {
        assertRefuses(
                "'2024-02-30' is not a DATE; one is written as 'yyyy-MM-dd' (line 1, column 8)",
                "select date '2024-02-30'");
    }

    @Test
    void namesTheNearestName() {
        assertRefuses(
                "unknown table lineitm; did you mean lineitem? (line 1, column 15)",
                "select * from lineitm");
        assertRefuses("unknown table x (line 1, column 8)", "select x.l_quantity from lineitem l");
        assertRefuses(
                "unknown column l_quantiti; did you mean l_quantity? (line 1, column 8)",
                "select l_quantiti from lineitem");
        assertRefuses(
                "unknown column l_quantitt in l; did you mean l_quantity? (line 2, column 5)",
                "select\n  l.l_quantitt\nfrom lineitem l");
        assertRefuses(
                "unknown column l_shpdate; did you mean l_shipdate? (line 1, column 12)",
                "select max(l_shpdate) from lineitem group by l_quantity");
        assertRefuses("unknown column foo (line 1, column 8)", "select foo from lineitem");
        assertRefuses(
                "unknown column foo (line 1, column 42)",
                "select l_quantity from lineitem order by foo");
        assertRefuses(
                "unknown column c (line 1, column 37)",
                "select cluster as c from data where c > 1");
        assertRefuses(
                "unknown function or model classifer; did you mean classifier? (line 1, column 8)",
                "select classifer(1, 2, 3, 4) from data");
        assertRefuses("unknown function or model foo (line 1, column 8)", "select foo(1)");
        assertRefuses(
                "unknown table nothing.parquet (line 1, column 15)",
                "select * from 'nothing.parquet'");
        assertRefuses(
                "there is no table or type foo (line 1, column 23)",
                "select cast(murder as foo) from data");
    }

    @Test
    void cutsLongNames() {
        TensorFlareException refused =
                assertThrows(
                        TensorFlareException.class,
                        () -> Sample.plan("select " + "z".repeat(60_000) + " from data"));
        assertEquals(322, refused.getMessage().length(), refused::getMessage);
    }

    @Test
    void checksArgumentsOfModels() {
        assertRefuses(
                "model classifier(REAL, REAL, REAL, REAL) takes 4 arguments, got 3 (line 1, column 8)",
                "select classifier(1, 2, 3) from data");
        assertRefuses(
                "argument 3 of model classifier(REAL, REAL, REAL, REAL) must be REAL, got VARCHAR; cast it (line 1, column 36)",
                "select classifier(murder, assault, 'x', rape) from data");
    }

    @Test
    void checksTypes() {
        assertRefuses(
                "l_discount is neither grouped nor aggregated; add it to GROUP BY or put it in an aggregate function (line 1, column 8)",
                "select l_discount, sum(l_quantity) from lineitem");
        assertRefuses(
                "'+' cannot be applied to DATE + VARCHAR; cast to types that fit (line 1, column 8)",
                "select l_shipdate + l_comment from lineitem");
        assertRefuses(
                "a value of type DATE cannot be cast to INTEGER (line 1, column 8)",
                "select cast(l_shipdate as integer) from lineitem");
        assertRefuses(
                "the arguments of ifnull have no common type: DOUBLE, VARCHAR (line 1, column 8)",
                "select nvl(murder, 'x') from data");
        assertRefuses(
                "function MAX takes 1 argument (line 1, column 8)",
                "select max(murder, rape) from data");
        assertRefuses(
                "WHERE needs a condition, that is true or false; compare the value with one (line 1, column 32)",
                "select cluster from data where murder");
        assertRefuses(
                "column a is in several tables; write the table's name before it (line 1, column 8)",
                "select a from (select 1 as a, 2 as a)");
        assertRefuses(
                "an aggregate cannot stand in WHERE; write it in HAVING, or in a sub-query (line 1, column 26)",
                "select * from data where sum(murder) > 1");
        assertRefuses(
                "'abc' in the IN list is not a DATE (line 1, column 30)",
                "select 1 from lineitem where l_shipdate in (" + "'abc', ".repeat(30) + "'x')");
        assertRefuses(
                "the escape of LIKE must be one character (line 1, column 8)",
                "select 'a' like 'b' escape 'cc'");
        assertRefuses(
                "LIMIT must be a whole number below 2^63 (line 1, column 32)",
                "select cluster from data limit 1.5");
        assertRefuses(
                "LIMIT must be a constant whole number, not negative (line 2, column 7)",
                "select cluster from data\nlimit ?");
        assertRefuses(
                "OFFSET must be a constant whole number, not negative (line 1, column 56)",
                "select * from (select cluster from data limit 1 offset ?) limit 3");
        assertRefuses(
                "syntax error at '-'; expected a number (line 1, column 32)",
                "select cluster from data limit -1");
    }

    @Test
    void tellsWhatToDo() {
        assertRefuses(
                "column cluster is of no table in reach here; name its table in this FROM, and both sides' columns in USING (line 1, column 41)",
                "select * from data join lineitem using (cluster)");
        assertRefuses(
                "the queries of UNION have different numbers of columns; select as many in each (line 1, column 36)",
                "select rape from data union select rape, murder from data");
        assertRefuses(
                "the two sides of IN differ in type or number of columns; cast them, or select as many columns (line 1, column 26)",
                "select 1 from data where rape in (select rape, murder from data)");
        assertRefuses(
                "a condition is needed here, that is true or false; compare the value with one (line 1, column 8)",
                "select case when 1 then 2 end");
        assertRefuses(
                "a window function needs a window; write OVER (ORDER BY ...) after it (line 1, column 8)",
                "select row_number() from data");
        assertRefuses(
                "this window needs an order; write ORDER BY in OVER (...) (line 1, column 20)",
                "select rank() over (partition by cluster) from data");
        assertRefuses(
                "two tables of FROM are named a; give one of them another alias (line 1, column 23)",
                "select 1 from data a, data a");
        assertRefuses(
                "an aggregate cannot stand in an aggregate; compute the inner one in a sub-query (line 1, column 8)",
                "select sum(max(rape)) from data");
        assertRefuses(
                "a window function cannot stand in WHERE; write it in QUALIFY, or in a sub-query (line 1, column 26)",
                "select 1 from data where row_number() over () = 1");
    }

    @Test
    void namesWhatIsNotSupported() {
        assertRefuses(
                "COUNT(DISTINCT ...) OVER is not supported; count in a sub-query and join (line 1, column 8)",
                "select count(distinct l_quantity) over () from lineitem");
        assertRefuses(
                "EXCLUDE in a window's frame is not supported; leave it out (line 1, column 8)",
                "select sum(l_quantity) over (order by l_shipdate rows 2 preceding exclude ties) from lineitem");
        assertRefuses(
                "TRY_CAST is not supported yet; use CAST where the values fit (line 1, column 8)",
                "select try_cast(murder as integer) from data");
        assertRefuses(
                "aggregate function LISTAGG is not supported yet (line 1, column 8)",
                "select listagg(l_comment) from lineitem");
        assertRefuses(
                "the type INTEGER ARRAY is not supported; cast to another type (line 1, column 8)",
                "select array[1, 2]");
        assertRefuses(
                "TABLESAMPLE is not supported (line 1, column 26)",
                "select cluster from data tablesample bernoulli(10)");
        assertRefuses(
                "a DATE moves by whole days, months or years only; cast it to TIMESTAMP to add hours, minutes or seconds (line 1, column 8)",
                "select l_shipdate + interval '1' hour from lineitem");
        assertRefuses(
                "dates cannot be truncated to 'eon'; use year, quarter, month, week, day, hour, minute or second (line 1, column 8)",
                "select date_trunc('eon', l_shipdate) from lineitem");
        assertRefuses(
                "WITH RECURSIVE is not supported (line 1, column 16)",
                "with recursive t(n) as (select 1 union all select n + 1 from t where n < 10) select * from t");
    }

    @Test
    void namesWhereAUnionIsTooLong() {
        String part = "select cluster from data";
        String union = String.join(" union all ", Collections.nCopies(501, part));
        assertRefuses(
                "a UNION ALL, or a list of VALUES, has 501 parts that are no constants, but at most 500 are possible;"
                        + " put the rows into a table (line 2, column 1)",
                "with one as (select 1 union all select 2) select * from (\n"
                        + union
                        + ") as all_of");
    }

    @Test
    void namesWhatOtherDatabasesHave() {
        assertRefuses(
                "SEMI JOIN is not supported; write WHERE EXISTS (SELECT ...) (line 1, column 20)",
                "select * from data semi join lineitem on cluster = l_quantity");
        assertRefuses(
                "ANTI JOIN is not supported; write WHERE NOT EXISTS (SELECT ...) (line 1, column 27)",
                "select * from data d left anti join lineitem on cluster = l_quantity");
        assertRefuses(
                "DISTINCT ON is not supported; write QUALIFY ROW_NUMBER() OVER (PARTITION BY ... ORDER BY ...) = 1 (line 1, column 17)",
                "select distinct on (cluster) murder from data");
        assertRefuses(
                "frames of GROUPS are not supported; write ROWS or RANGE (line 1, column 43)",
                "select sum(murder) over (order by cluster groups 2 preceding) from data");
        assertRefuses(
                "a query does not begin with FROM; write SELECT * FROM (line 1, column 1)",
                "from data");
        assertRefuses(
                "lists are not supported; write their elements as rows of VALUES (line 1, column 8)",
                "select [1, 2]");
        assertRefuses(
                "the character \"~\" has no meaning in SQL; match a pattern with regexp_matches(text, pattern) (line 1, column 18)",
                "select l_comment ~ 'a' from lineitem");
        for (String aggregate : List.of("STRING_AGG", "MEDIAN", "QUANTILE_CONT", "ARRAY_AGG")) {
            assertRefuses(
                    "aggregate function " + aggregate + " is not supported yet (line 1, column 8)",
                    "select " + aggregate + "(l_quantity) from lineitem");
        }
    }

    @Test
    void takesTheWordsOfOtherDatabasesForNames() {
        for (String sql :
                List.of(
                        "select semi.cluster from data as semi join lineitem on cluster = l_quantity",
                        "with t as (select 1 as groups) select groups from t where groups between 1 and 2",
                        "select cluster from data anti where anti.cluster is distinct from 2")) {
            assertDoesNotThrow(() -> Sample.plan(sql), sql);
        }
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertRefuses(
                "the statement is nested more than 1000 deep; take it apart with WITH or views (line 1, column 1008)",
                "select " + "(".repeat(20_000) + "1" + ")".repeat(20_000));
        assertRefuses(
                "the query is nested too deeply; use fewer parentheses, shorter chains of operators or fewer sub-queries (line 1, column 8)",
                "select 1" + " + murder".repeat(3_000) + " from data");
    }

    @Test
    void refusesPatternsThatEndWithTheirEscape() {
        assertRefuses(
                "a LIKE pattern ends with its escape character; write it twice to mean itself (line 1, column 8)",
                "select 'a' || murder like 'a!!!' escape '!' from data");
        Sample.plan(Sample.catalog(), "select 'a' || murder like 'a!!' escape '!' from data");
    }

    @Test
    void suggestsColumnsOfSubQueriesAndViews() {
        assertRefuses(
                "unknown column revenu; did you mean revenue? (line 1, column 8)",
                "select revenu from (select 1 as revenue) as s");
        assertRefuses(
                "unknown column totl; did you mean total? (line 1, column 36)",
                "with t(total) as (select 1) select totl from t");
        MemoryCatalog catalog = Sample.catalog();
        catalog.view(new View("places", "select murder as land from data", new Position(1, 1)));
        TensorFlareException wrong =
                assertThrows(
                        TensorFlareException.class,
                        () -> Sample.plan(catalog, "select lnd from places"));
        assertEquals(
                "unknown column lnd; did you mean land? (line 1, column 8)", wrong.getMessage());
    }

    @Test
    void namesTheViewThatIsWrong() {
        MemoryCatalog catalog = Sample.catalog();
        catalog.view(new View("wrong", "select nothing from data", new Position(1, 1)));
        catalog.view(new View("circle", "select * from circle", new Position(1, 1)));
        TensorFlareException wrong =
                assertThrows(
                        TensorFlareException.class,
                        () -> Sample.plan(catalog, "select * from wrong"));
        assertEquals(
                "in view wrong: unknown column nothing (line 1, column 8)", wrong.getMessage());
        assertEquals(ErrorCode.NAME, wrong.code());
        TensorFlareException circle =
                assertThrows(
                        TensorFlareException.class,
                        () -> Sample.plan(catalog, "select * from circle"));
        assertEquals(
                "in view circle: view circle is defined by itself; drop it and create it anew",
                circle.getMessage());
    }
}
