package io.tensorflare.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "\n  with a as (select 1) select 2",
                "(SELECT 1)",
                "VALUES (1)",
                "from t",
                "TABLE t"
            })
    void queries(String statement) {
        assertTrue(Queries.isQuery(statement));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIEW v AS SELECT 1",
                "SHOW TABLES",
                "EXPLAIN SELECT 1",
                "selection",
                "SET threads = 1"
            })
    void others(String statement) {
        assertFalse(Queries.isQuery(statement));
    }
}
