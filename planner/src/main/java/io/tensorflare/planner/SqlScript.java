package io.tensorflare.planner;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL text into its statements at semicolons, minding strings, quoted identifiers and
 * comments.
 */
public final class SqlScript {
    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder normal = new StringBuilder();
    private int at;
    private int line = 1;
    private int column = 1;
    private int start = -1;
    private int end;
    private Position startPosition = Position.UNKNOWN;
    private boolean open;

    private SqlScript(String text) {
        this.text = text;
    }

    /**
     * One statement as it was written, without its semicolon and the comments around it.
     *
     * @param position where it begins in the whole text
     * @param key the text with comments dropped and white space made one blank: equal keys mean
     *     equal statements
     */
    public record Piece(String sql, Position position, String key) {}

    /** The statements of a text in order; empty ones are left out. */
    public static List<Piece> split(String text) {
        SqlScript script = new SqlScript(text);
        script.scan();
        script.finish();
        return List.copyOf(script.pieces);
    }

    /**
     * Whether a text typed so far ends a statement: its last token is a semicolon, outside strings
     * and comments.
     */
    public static boolean isComplete(String text) {
        SqlScript script = new SqlScript(text);
        try {
            script.scan();
        } catch (TensorFlareException unfinished) {
            return false;
        }
        return !script.open && script.start < 0 && !script.pieces.isEmpty();
    }

    private void scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '\uFEFF') {
                advance(1);
                blank();
            } else if (text.startsWith("--", at)) {
                lineComment();
            } else if (text.startsWith("/*", at)) {
                blockComment();
            } else if (text.startsWith("//", at)) {
                throw new TensorFlareException(
                        ErrorCode.SYNTAX,
                        here(),
                        "'//' is not an operator; write '/' to divide (integers divide to an integer) or '--' for a comment");
            } else if (c == ';') {
                finish();
                advance(1);
            } else if (c == '\'' || c == '"') {
                quoted(c);
            } else {
                token(1);
            }
        }
    }

    private Position here() {
        return new Position(line, column);
    }

    private void advance(int count) {
        for (int i = 0; i < count; i++) {
            if (text.charAt(at) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
            at++;
        }
    }

    private void blank() {
        if (!normal.isEmpty() && normal.charAt(normal.length() - 1) != ' ') {
            normal.append(' ');
        }
    }

    private void token(int length) {
        if (start < 0) {
            start = at;
            startPosition = here();
        }
        normal.append(text, at, at + length);
        advance(length);
        end = at;
    }

    private void quoted(char quote) {
        boolean escapes = quote == '\'' && isEscapePrefix();
        int close = at + 1;
        while (close < text.length() && text.charAt(close) != quote) {
            close += escapes && text.charAt(close) == '\\' ? 2 : 1;
        }
        if (close >= text.length()) {
            throw new TensorFlareException(
                    ErrorCode.SYNTAX,
                    here(),
                    quote == '"'
                            ? "a quoted name is not closed; add a double quote"
                            : "a string is not closed; add a single quote");
        }
        token(close + 1 - at);
    }

    /** Whether an E stands before the string as a word of its own, as in E'a\'b'. */
    private boolean isEscapePrefix() {
        if (at == 0 || Character.toUpperCase(text.charAt(at - 1)) != 'E') {
            return false;
        }
        return at == 1
                || !(Character.isLetterOrDigit(text.charAt(at - 2)) || text.charAt(at - 2) == '_');
    }

    private void lineComment() {
        int close = text.indexOf('\n', at);
        advance((close < 0 ? text.length() : close) - at);
        blank();
    }

    private void blockComment() {
        int close = text.indexOf("*/", at + 2);
        if (close < 0) {
            open = true;
            throw new TensorFlareException(
                    ErrorCode.SYNTAX, here(), "a comment is not closed; add '*/'");
        }
        advance(close + 2 - at);
        blank();
    }

    private void finish() {
        if (start >= 0) {
            pieces.add(
                    new Piece(
                            text.substring(start, end), startPosition, normal.toString().strip()));
        }
        start = -1;
        normal.setLength(0);
    }
}
