package io.tensorflare.cli.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {
    @Test
    void splitsAtSemicolons() {
        assertSplits("SELECT 1; SELECT 2;", true, "SELECT 1", "          SELECT 2");
        assertSplits("SELECT 1;SELECT 2", false, "SELECT 1", "         SELECT 2");
        assertSplits("", true);
        assertSplits(" ;; \n ; ", true);
    }

    @Test
    void keepsLinesAndColumns() {
        assertSplits(
                "SELECT 1;\n\n  SELECT x\nFROM t ;\n", true, "SELECT 1", "\n\n  SELECT x\nFROM t");
    }

    @Test
    void semicolonsInQuotesAndCommentsDoNotCount() {
        assertSplits(
                "SELECT ';', 'it''s;' FROM \"a;b\";", true, "SELECT ';', 'it''s;' FROM \"a;b\"");
        assertSplits("SELECT 1 -- one; two\n + 1;", true, "SELECT 1 -- one; two\n + 1");
        assertSplits("SELECT /* ; */ 1;", true, "SELECT /* ; */ 1");
        assertSplits(
                "SELECT '--', '/*';SELECT '*/';",
                true,
                "SELECT '--', '/*'",
                " ".repeat(18) + "SELECT '*/'");
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertSplits("-- nothing\n/* here; */", true);
        assertSplits("-- first\nSELECT 1; -- last", true, "\nSELECT 1");
    }

    @Test
    void unfinishedTextIsNotComplete() {
        assertSplits("SELECT 1", false, "SELECT 1");
        assertSplits("SELECT 'a;", false, "SELECT 'a;");
        assertSplits("SELECT \"a;", false, "SELECT \"a;");
        assertSplits("SELECT 1; /* open", false, "SELECT 1");
        assertSplits("/*", false);
        assertSplits("/*/", false);
        assertSplits("SELECT 'it''", false, "SELECT 'it''");
    }

    @Test
    void tellsQueriesFromTheRest() {
        for (String query :
                List.of(
                        "SELECT 1",
                        "\n  with a as (select 1) select 2",
                        "(SELECT 1)",
                        "VALUES (1)",
                        "from t",
                        "TABLE t")) {
            assertTrue(Script.isQuery(query), query);
        }
        for (String other :
                List.of(
                        "CREATE VIEW v AS SELECT 1",
                        "SHOW TABLES",
                        "EXPLAIN SELECT 1",
                        "selection",
                        "SET threads = 1")) {
            assertFalse(Script.isQuery(other), other);
        }
    }

    private static void assertSplits(String text, boolean complete, String... statements) {
        assertEquals(new Script(List.of(statements), complete), Script.split(text));
    }
}
