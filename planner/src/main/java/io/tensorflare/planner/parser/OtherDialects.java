package io.tensorflare.planner.parser;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names what users of other databases write and we do not run, where the grammar would read it as
 * something else ({@code a SEMI JOIN b} as an inner join of {@code a} called semi) or say little.
 */
final class OtherDialects implements GeneratedSqlParserConstants {
    private static final Set<Integer> BEFORE_TABLE = Set.of(FROM, COMMA, JOIN, AS, LPAREN, EOF);
    private static final Set<Integer> AFTER_FRAME_UNIT =
            Set.of(BETWEEN, UNBOUNDED, CURRENT, UNSIGNED_INTEGER_LITERAL);
    private static final Set<Integer> BEFORE_OPERAND =
            Set.of(
                    WHERE, AND, OR, NOT, ON, WHEN, HAVING, QUALIFY, COMMA, SELECT, DOT, BY, CASE,
                    THEN, ELSE);

    private final List<Token> tokens;

    private OtherDialects(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * Looks through the text of a statement.
     *
     * @throws TensorFlareException where there is such a construct
     */
    static void refuse(List<Token> tokens) {
        OtherDialects dialects = new OtherDialects(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            String sentence = dialects.sentence(i);
            if (!sentence.isEmpty()) {
                Token token = tokens.get(i);
                throw new TensorFlareException(
                        ErrorCode.UNSUPPORTED,
                        new Position(token.beginLine, token.beginColumn),
                        sentence);
            }
        }
    }

    /** What is wrong at a token, or nothing. */
    private String sentence(int at) {
        int before = kind(at - 1);
        int after = kind(at + 1);
        String word = tokens.get(at).image.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "semi", "anti", "positional" ->
                    after == JOIN && !BEFORE_TABLE.contains(before) ? join(word) : "";
            case "groups" ->
                    AFTER_FRAME_UNIT.contains(after) && isInWindow(at)
                            ? "frames of GROUPS are not supported; write ROWS or RANGE"
                            : "";
            case "on" ->
                    before == DISTINCT && kind(at - 2) == SELECT
                            ? "DISTINCT ON is not supported; write QUALIFY ROW_NUMBER() OVER (PARTITION BY ... ORDER BY ...) = 1"
                            : "";
            case "from" ->
                    before == EOF || before == LPAREN && kind(at - 2) == FROM
                            ? "a query does not begin with FROM; write SELECT * FROM"
                            : "";
            case "[" ->
                    before == ARRAY
                            ? ""
                            : "lists are not supported; write their elements as rows of VALUES";
            default -> "";
        };
    }

    private static String join(String word) {
        return switch (word) {
            case "semi" -> "SEMI JOIN is not supported; write WHERE EXISTS (SELECT ...)";
            case "anti" -> "ANTI JOIN is not supported; write WHERE NOT EXISTS (SELECT ...)";
            default -> "POSITIONAL JOIN is not supported; join on ROW_NUMBER() OVER ()";
        };
    }

    /** Whether the token can be the unit of a frame: after the keys of a window. */
    private boolean isInWindow(int at) {
        int before = kind(at - 1);
        return before == LPAREN
                ? kind(at - 2) == OVER || kind(at - 2) == AS
                : !BEFORE_OPERAND.contains(before);
    }

    private int kind(int at) {
        return at < 0 || at >= tokens.size() ? EOF : tokens.get(at).kind;
    }
}
