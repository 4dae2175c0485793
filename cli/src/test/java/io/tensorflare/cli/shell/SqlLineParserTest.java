package io.tensorflare.cli.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

class SqlLineParserTest {
    private final SqlLineParser parser = new SqlLineParser();

    @Test
    void enterRunsWhatIsComplete() {
        assertAccepted("SELECT 1;");
        assertAccepted("SELECT 1;\n");
        assertAccepted("  ");
        assertAccepted(".help");
        assertAccepted(" .read it's");
        assertAccepted("SELECT 1; -- done");
    }

    @Test
    void enterContinuesTheRest() {
        assertContinued("SELECT 1");
        assertContinued("SELECT ';");
        assertContinued("SELECT 1; SELECT 2");
        assertContinued("-- a comment alone");
        assertContinued("/* ;");
    }

    @Test
    void wordIsWhatTheCursorIsIn() {
        ParsedLine line = parser.parse("SELECT l.l_quantity FROM t", 10, ParseContext.COMPLETE);
        assertEquals("l.l_quantity", line.word());
        assertEquals(3, line.wordCursor());
        assertEquals("", parser.parse("SELECT (", 8, ParseContext.COMPLETE).word());
    }

    private void assertAccepted(String line) {
        assertEquals(line, parser.parse(line, line.length(), ParseContext.ACCEPT_LINE).line());
    }

    private void assertContinued(String line) {
        assertThrows(
                EOFError.class, () -> parser.parse(line, line.length(), ParseContext.ACCEPT_LINE));
    }
}
