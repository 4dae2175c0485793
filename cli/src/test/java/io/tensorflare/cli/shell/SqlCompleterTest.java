package io.tensorflare.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlCompleterTest {
    private final SqlCompleter completer =
            new SqlCompleter(
                    () -> List.of("lineitem", "l_quantity", "L_Tax", "selection", "classifier"));

    @Test
    void completesNamesAndKeywords() {
        assertSuggests("SELECT sel", "sel", "selection", "select");
        assertSuggests("SEL", "SEL", "selection", "SELECT");
        assertSuggests("l_", "l_", "l_quantity", "L_Tax");
        assertSuggests("cla", "cla", "classifier");
        assertSuggests("nothing", "nothing");
    }

    @Test
    void completesColumnsAfterAPoint() {
        assertSuggests("SELECT t.l_q", "t.l_q", "t.l_quantity");
        assertSuggests("SELECT t.sel", "t.sel", "t.selection");
    }

    @Test
    void completesCommands() {
        assertSuggests(".t", ".t", ".timing", ".tables");
    }

    private void assertSuggests(String line, String typed, String... expected) {
        assertEquals(List.of(expected), completer.suggestions(line, typed).toList());
    }
}
