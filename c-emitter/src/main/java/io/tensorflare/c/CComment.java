package io.tensorflare.c;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes any text safe inside a C comment: the one way by which what users wrote reaches a program's
 * text.
 */
public final class CComment {
    private static final int WIDTH = 110;
    private static final int LONGEST = 1_200;

    private CComment() {}

    /**
     * One line of plain characters, at most {@code length} of them: no end or start of a comment,
     * no trigraph, no backslash, nothing that steers a terminal or hides text.
     */
    public static String escape(String text, int length) {
        String cut = text.length() > length ? text.substring(0, length) + "..." : text;
        StringBuilder safe = new StringBuilder(cut.length());
        cut.codePoints().map(CComment::plain).forEach(safe::appendCodePoint);
        String plain = safe.toString();
        while (plain.contains("*/") || plain.contains("/*") || plain.contains("??")) {
            plain = plain.replace("*/", "* /").replace("/*", "/ *").replace("??", "? ?");
        }
        return plain.endsWith("*") || plain.endsWith("/") ? plain + " " : plain;
    }

    public static String escape(String text) {
        return escape(text, 160);
    }

    /**
     * A long text as lines of about a page's width, broken at spaces, the second and later ones
     * indented.
     */
    public static List<String> wrap(String text, String indent) {
        List<String> lines = new ArrayList<>();
        String rest = escape(text, LONGEST);
        while (rest.length() > WIDTH) {
            int at = rest.lastIndexOf(' ', WIDTH);
            if (at <= WIDTH / 2) {
                at = WIDTH;
            }
            lines.add(escape(rest.substring(0, at)));
            rest = indent + rest.substring(at).stripLeading();
        }
        lines.add(escape(rest));
        return lines;
    }

    private static int plain(int character) {
        if (character == '\\') {
            return '|';
        }
        boolean ascii = character >= ' ' && character < 127;
        return ascii || Character.isLetterOrDigit(character)
                ? character
                : Character.isWhitespace(character) ? ' ' : '.';
    }
}
