package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTextTest {
    @Test
    void statementsStandWhereTheyStoodInTheText() {
        assertStatements(
                "-- ;\nSELECT ';' ;\n\n  SELECT x\nFROM t;;",
                "\nSELECT ';'",
                "\n\n\n  SELECT x\nFROM t");
        assertStatements("SELECT 1; SELECT 2", "SELECT 1", "          SELECT 2");
        assertStatements(" ; -- nothing");
    }

    @Test
    void semicolonEndsAText() {
        assertTrue(SqlText.isComplete("SELECT 1; SELECT ';'; -- done"));
        assertFalse(SqlText.isComplete("SELECT 1; SELECT 2"));
        assertFalse(SqlText.isComplete("SELECT ';"));
        assertFalse(SqlText.isComplete("SELECT 1; /* open"));
    }

    private static void assertStatements(String text, String... expected) {
        assertEquals(List.of(expected), SqlText.statements(text));
    }
}
