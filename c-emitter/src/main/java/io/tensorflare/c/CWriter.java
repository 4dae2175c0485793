package io.tensorflare.c;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Lays out C text: alone knows indentation, braces, margins and long lines. Code and comments are
 * kept apart, so that the text can be had with and without comments.
 */
public final class CWriter {
    private static final int MARGIN = 68;
    private static final int WIDTH = 100;
    private static final Pattern HOLE = Pattern.compile("[A-Za-z0-9_ *\\[\\]]*");

    private record Line(int depth, String code, String comment, int margin, String declares) {
        Line(int depth, String code, String comment, int margin) {
            this(depth, code, comment, margin, "");
        }

        boolean isCode() {
            return !code.isEmpty();
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private int depth;

    /** A writer whose lines are to be added to this one with {@link #add}. */
    public CWriter inner() {
        CWriter inner = new CWriter();
        inner.depth = depth;
        return inner;
    }

    /** The same, one level further in. */
    public CWriter deeper() {
        CWriter inner = inner();
        inner.depth++;
        return inner;
    }

    /** Whether the code written so far contains a name. */
    public boolean mentions(String word) {
        return words().contains(word);
    }

    public CWriter add(CWriter inner) {
        lines.addAll(inner.lines);
        return this;
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    public int lineCount() {
        return lines.size();
    }

    /**
     * One line of code; each {@code $} takes the next argument: an expression, an invented name or
     * a number.
     */
    public CWriter line(String format, Object... holes) {
        lines.add(new Line(depth, fill(format, holes), "", MARGIN));
        return this;
    }

    /**
     * One line that declares a variable; {@link #dropUnused} takes it away where nothing mentions
     * the variable.
     */
    public CWriter declaration(CExpr variable, String format, Object... holes) {
        lines.add(new Line(depth, fill(format, holes), "", MARGIN, variable.text()));
        return this;
    }

    /** Takes away the declarations of variables that no later line mentions. */
    public CWriter dropUnused() {
        Set<String> later = new HashSet<>();
        List<Line> kept = new ArrayList<>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            Line line = lines.get(i);
            if (line.declares.isEmpty() || later.contains(line.declares)) {
                kept.add(line);
                addWords(line.code, later);
            }
        }
        Collections.reverse(kept);
        lines.clear();
        lines.addAll(kept);
        return this;
    }

    /** All names in the code written so far. */
    public Set<String> words() {
        Set<String> words = new HashSet<>();
        lines.forEach(line -> addWords(line.code, words));
        return words;
    }

    private static void addWords(String code, Set<String> words) {
        int start = -1;
        for (int i = 0; i <= code.length(); i++) {
            boolean inside =
                    i < code.length()
                            && (Character.isLetterOrDigit(code.charAt(i)) || code.charAt(i) == '_');
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                words.add(code.substring(start, i));
                start = -1;
            }
        }
    }

    /** An empty line, unless one was just written or a block begins. */
    public CWriter blank() {
        if (!lines.isEmpty() && !isBlank(lines.get(lines.size() - 1))) {
            lines.add(new Line(depth, "", "", 0));
        }
        return this;
    }

    /** A comment on lines of its own, already escaped. */
    public CWriter comment(String text) {
        lines.add(new Line(depth, "", text, 0));
        return this;
    }

    /** Sets a comment at the right of the line just written. */
    public CWriter note(String text) {
        return note(text, MARGIN);
    }

    public CWriter note(String text, int margin) {
        Line last = lines.remove(lines.size() - 1);
        lines.add(new Line(last.depth, last.code, text, margin, last.declares));
        return this;
    }

    /** A statement with a body: braces only where the body is more than one line. */
    public CWriter block(String header, Runnable body, Object... holes) {
        return block(header, "", body, holes);
    }

    /** The same with a margin note beside the header. */
    public CWriter block(String header, String note, Runnable body, Object... holes) {
        int at = lines.size();
        line(header, holes);
        depth++;
        body.run();
        depth--;
        boolean bare = lines.size() == at + 2 && lines.get(at + 1).isCode();
        if (!bare) {
            Line opening = lines.get(at);
            lines.set(at, new Line(opening.depth, opening.code + " {", "", MARGIN));
            line("}");
        }
        if (!note.isEmpty()) {
            Line opening = lines.get(at);
            lines.set(at, new Line(opening.depth, opening.code, note, MARGIN));
        }
        return this;
    }

    /** if (...) { } else { }: both with braces or both without. */
    public CWriter either(CExpr condition, Consumer<CWriter> yes, Consumer<CWriter> no) {
        CWriter then = deeper();
        yes.accept(then);
        CWriter otherwise = deeper();
        no.accept(otherwise);
        boolean chained = otherwise.isChain();
        boolean bare =
                then.lines.size() == 1
                        && (otherwise.lines.size() == 1 || chained && otherwise.isBareChain());
        line(bare ? "if ($)" : "if ($) {", condition).add(then);
        if (chained) {
            otherwise.lines.replaceAll(
                    line ->
                            new Line(
                                    line.depth - 1,
                                    line.code,
                                    line.comment,
                                    line.margin,
                                    line.declares));
            Line first = otherwise.lines.get(0);
            String head = (bare ? "else " : "} else ") + first.code;
            otherwise.lines.set(
                    0, new Line(first.depth, head, first.comment, first.margin, first.declares));
            return add(otherwise);
        }
        line(bare ? "else" : "} else {").add(otherwise);
        return bare ? this : line("}");
    }

    /** Whether this is one if-else statement and nothing else. */
    private boolean isChain() {
        return !lines.isEmpty()
                && lines.get(0).code.startsWith("if (")
                && lines.stream().skip(1).allMatch(line -> line.depth > depth || isRest(line))
                && lines.stream().anyMatch(line -> line.code.contains("else"));
    }

    private static boolean isRest(Line line) {
        return line.code.startsWith("} else")
                || line.code.startsWith("else")
                || line.code.equals("}");
    }

    private boolean isBareChain() {
        return lines.stream().noneMatch(line -> line.code.endsWith("{"));
    }

    private void indented(Runnable body) {
        depth++;
        body.run();
        depth--;
    }

    /** A struct or table: header, braces, and a semicolon. */
    public CWriter table(String header, Runnable body, Object... holes) {
        line(header + " {", holes);
        indented(body);
        return line("};");
    }

    /** A function: a comment above, the brace on a line of its own. */
    public CWriter function(String comment, String header, Runnable body, Object... holes) {
        blank();
        if (!comment.isEmpty()) {
            comment(comment);
        }
        line(header, holes);
        line("{");
        indented(body);
        return line("}");
    }

    /** A function whose body was written before, by a writer one level {@link #deeper}. */
    public CWriter function(String comment, String header, CWriter body, Object... holes) {
        return function(comment, header, () -> add(body), holes);
    }

    private static String fill(String format, Object... holes) {
        StringBuilder filled = new StringBuilder();
        Iterator<Object> rest = List.of(holes).iterator();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            filled.append(c == '$' ? hole(rest.next()) : String.valueOf(c));
        }
        if (rest.hasNext()) {
            throw new IllegalArgumentException("too many arguments for: " + format);
        }
        return filled.toString();
    }

    private static String hole(Object value) {
        String text = String.valueOf(value);
        if (!(value instanceof CExpr)
                && !(value instanceof Number)
                && !HOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a C expression, name or number: " + text);
        }
        return text;
    }

    private static boolean isBlank(Line line) {
        return !line.isCode() && line.comment.isEmpty();
    }

    /** The text with its comments. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            if (line.isCode()) {
                String code = wrap(line.depth, line.code);
                text.append(code);
                if (!line.comment.isEmpty()) {
                    int column = code.length() - (code.lastIndexOf('\n') + 1);
                    text.append(" ".repeat(Math.max(1, line.margin - column)))
                            .append("/* ")
                            .append(line.comment)
                            .append(" */");
                }
            } else if (!line.comment.isEmpty()) {
                text.append(comment(line.depth, line.comment));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** The text without comments and empty lines: what the cache knows a program by. */
    public String canonicalText() {
        StringBuilder text = new StringBuilder();
        lines.stream().filter(Line::isCode).forEach(line -> text.append(line.code).append('\n'));
        return text.toString();
    }

    private static String comment(int depth, String text) {
        String indent = "    ".repeat(depth);
        if (!text.contains("\n")) {
            return indent + "/* " + text + " */";
        }
        StringBuilder comment = new StringBuilder(indent + "/*");
        text.lines()
                .forEach(
                        line ->
                                comment.append('\n')
                                        .append(indent)
                                        .append((" * " + line).stripTrailing()));
        return comment.append('\n').append(indent).append(" */").toString();
    }

    /**
     * Breaks a long line after commas and before operators, as deep in parentheses as it must, with
     * an indent of eight.
     */
    private static String wrap(int depth, String code) {
        StringBuilder wrapped = new StringBuilder();
        String rest = "    ".repeat(depth) + code;
        String indent = "    ".repeat(depth + 2);
        while (rest.length() > WIDTH) {
            int at = breakPoint(rest, indent.length());
            if (at < 0) {
                break;
            }
            wrapped.append(rest, 0, at).append('\n');
            rest = indent + rest.substring(at).stripLeading();
        }
        return wrapped.append(rest).toString();
    }

    /** The last space before the edge that lies least deep in parentheses, and not in a string. */
    private static int breakPoint(String line, int indent) {
        int best = -1;
        int bestDepth = Integer.MAX_VALUE;
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < WIDTH; i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            depth +=
                    c == '(' || c == '{' || c == '['
                            ? 1
                            : c == ')' || c == '}' || c == ']' ? -1 : 0;
            boolean candidate =
                    c == ' '
                            && !(depth > 0 && line.charAt(i - 1) == '=')
                            && !quoted
                            && i > Math.max(indent + 20, WIDTH / 3)
                            && mayBreak(line, i);
            if (candidate && depth <= bestDepth) {
                best = i;
                bestDepth = depth;
            }
        }
        return best;
    }

    private static boolean mayBreak(String line, int space) {
        char before = line.charAt(space - 1);
        return before == ','
                || before == '&'
                || before == '|'
                || before == '='
                || line.startsWith("? ", space + 1)
                || line.startsWith(": ", space + 1)
                || line.startsWith("+ ", space + 1)
                || line.startsWith("* ", space + 1)
                || line.startsWith("- ", space + 1);
    }

    @Override
    public String toString() {
        return text();
    }
}
