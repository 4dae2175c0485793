package io.tensorflare.cli.shell;

import io.tensorflare.SqlText;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Decides whether Enter runs what was typed or starts a new line, and which word the cursor is in.
 */
public final class SqlLineParser implements Parser {
    /** The word around the cursor; the words before it do not matter for completion. */
    private record Word(String word, int wordCursor, String line, int cursor)
            implements CompletingParsedLine {
        @Override
        public int wordIndex() {
            return 0;
        }

        /** Nothing in SQL is escaped. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isComplete(line)) {
            throw new EOFError(-1, cursor, "the statement goes on until a semicolon");
        }
        int start = cursor;
        while (start > 0 && isPartOfWord(line.charAt(start - 1))) {
            start--;
        }
        int end = cursor;
        while (end < line.length() && isPartOfWord(line.charAt(end))) {
            end++;
        }
        return new Word(line.substring(start, end), cursor - start, line, cursor);
    }

    /** A backslash is a character like any other. */
    @Override
    public boolean isEscapeChar(char character) {
        return false;
    }

    private static boolean isComplete(String line) {
        return line.isBlank() || DotCommand.looksLikeOne(line) || SqlText.isComplete(line);
    }

    private static boolean isPartOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.';
    }
}
