package io.tensorflare.planner.parser;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Refuses statements whose nesting or whose chains of operators are longer than the stack of the
 * parser and planner is made for, before anything follows them by recursion.
 */
final class Nesting implements GeneratedSqlParserConstants {
    /** Parentheses, CASE and prefix operators inside each other. */
    private static final int DEEPEST = 1_000;

    /** Operators of one chain such as {@code a + b + c}. */
    private static final int LONGEST = 20_000;

    private static final Set<Integer> PREFIXES = Set.of(NOT, PLUS, MINUS);
    private static final Set<Integer> LINKS =
            Set.of(
                    PLUS,
                    MINUS,
                    STAR,
                    SLASH,
                    CONCAT,
                    AND,
                    OR,
                    EQ,
                    UNION,
                    INTERSECT,
                    EXCEPT,
                    JOIN,
                    INFIX_CAST);

    /** What is open: the token that closes it, and what was before. */
    private record Open(int closer, int depth, int links) {}

    private final Deque<Open> open = new ArrayDeque<>();
    private int depth;
    private int prefixes;
    private int links;

    private Nesting() {}

    static void check(List<Token> tokens) {
        Nesting nesting = new Nesting();
        tokens.forEach(nesting::next);
    }

    private void next(Token token) {
        if (!open.isEmpty() && token.kind == open.peek().closer()) {
            Open closed = open.pop();
            depth = closed.depth();
            links = closed.links();
            prefixes = 0;
        } else if (closer(token.kind) >= 0) {
            open.push(new Open(closer(token.kind), depth, links));
            depth += prefixes + 1;
            prefixes = 0;
            links = 0;
        } else if (token.kind == COMMA) {
            links = 0;
            prefixes = 0;
        } else {
            links += LINKS.contains(token.kind) ? 1 : 0;
            prefixes = PREFIXES.contains(token.kind) ? prefixes + 1 : 0;
        }
        limit(token);
    }

    private static int closer(int kind) {
        return switch (kind) {
            case LPAREN -> RPAREN;
            case LBRACKET -> RBRACKET;
            case CASE -> END;
            default -> -1;
        };
    }

    private void limit(Token token) {
        if (depth + prefixes > DEEPEST) {
            throw refused(
                    token,
                    "the statement is nested more than "
                            + DEEPEST
                            + " deep; take it apart with WITH or views");
        }
        if (links > LONGEST) {
            throw refused(
                    token,
                    "a chain has more than "
                            + LONGEST
                            + " operators; use IN with a list, or a table of values");
        }
    }

    private static TensorFlareException refused(Token token, String sentence) {
        return new TensorFlareException(
                ErrorCode.UNSUPPORTED, new Position(token.beginLine, token.beginColumn), sentence);
    }
}
