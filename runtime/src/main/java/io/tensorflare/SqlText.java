package io.tensorflare;

import io.tensorflare.planner.SqlScript;
import java.util.List;

/**
 * SQL as people type it: several statements in one text, or a statement that is not finished yet.
 */
public final class SqlText {
    private SqlText() {}

    /**
     * Cuts a text at the semicolons outside strings, quoted names and comments.
     *
     * @return the statements in order, empty ones left out, each to be given to {@link
     *     TensorFlare#execute}. Each begins with as many line breaks and blanks as put it where it
     *     stands in the text, so that the line and column of a mistake are those of the text.
     */
    public static List<String> statements(String text) {
        return SqlScript.split(text).stream().map(SqlText::inPlace).toList();
    }

    /** True if the text holds a statement and its last token is a semicolon. */
    public static boolean isComplete(String text) {
        return SqlScript.isComplete(text);
    }

    private static String inPlace(SqlScript.Piece piece) {
        return "\n".repeat(piece.position().line() - 1)
                + " ".repeat(piece.position().column() - 1)
                + piece.sql();
    }
}
