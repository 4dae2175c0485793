package io.tensorflare.cli.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Statements separated by semicolons, of which those inside quotes and comments do not count.
 *
 * @param statements those that are more than blanks and comments, in order, without their
 *     semicolons. Each begins with as many blank lines and blanks as put it where it stands in the
 *     text, so that the line and column of an error are those of the text.
 * @param complete false if the text ends inside quotes or a comment, or in a statement without a
 *     semicolon
 */
public record Script(List<String> statements, boolean complete) {
    private static final Pattern QUERY =
            Pattern.compile("[\\s(]*(SELECT|WITH|VALUES|FROM|TABLE)\\b", Pattern.CASE_INSENSITIVE);

    public Script {
        statements = List.copyOf(statements);
    }

    /** Splits a text. */
    public static Script split(String text) {
        return new Splitter(text).split();
    }

    /**
     * True for a statement that reads and answers rows, to be told from one that changes the
     * engine.
     */
    public static boolean isQuery(String statement) {
        return QUERY.matcher(statement).lookingAt();
    }

    /** One walk over a text. */
    private static final class Splitter {
        private final String text;
        private final List<String> statements = new ArrayList<>();
        private int position;
        private int line = 1;
        private int lineStart;

        /** Of the current statement's first character that counts; -1 before it. */
        private int start = -1;

        private int startLine;
        private int startColumn;
        private boolean closed = true;

        Splitter(String text) {
            this.text = text;
        }

        Script split() {
            while (position < text.length()) {
                char c = text.charAt(position);
                if (looksAt("--")) {
                    skipLine();
                } else if (looksAt("/*")) {
                    skipPast("*/", 2);
                } else if (c == '\'' || c == '"' || c == '`') {
                    begin();
                    skipPast(String.valueOf(c), 1);
                } else if (c == ';') {
                    finish();
                    advance();
                } else {
                    if (!Character.isWhitespace(c)) {
                        begin();
                    }
                    advance();
                }
            }
            boolean complete = start < 0 && closed;
            finish();
            return new Script(statements, complete);
        }

        private boolean looksAt(String token) {
            return text.startsWith(token, position);
        }

        private void begin() {
            if (start < 0) {
                start = position;
                startLine = line;
                startColumn = position - lineStart;
            }
        }

        private void finish() {
            if (start >= 0) {
                String indent = "\n".repeat(startLine - 1) + " ".repeat(startColumn);
                statements.add(indent + text.substring(start, position).stripTrailing());
                start = -1;
            }
        }

        private void skipLine() {
            while (position < text.length() && text.charAt(position) != '\n') {
                advance();
            }
        }

        /** A doubled quote ends one literal and begins the next, which is the same to us. */
        private void skipPast(String end, int openingLength) {
            int found = text.indexOf(end, position + openingLength);
            int after = found < 0 ? text.length() : found + end.length();
            closed = found >= 0;
            while (position < after) {
                advance();
            }
        }

        private void advance() {
            if (text.charAt(position++) == '\n') {
                line++;
                lineStart = position;
            }
        }
    }
}
