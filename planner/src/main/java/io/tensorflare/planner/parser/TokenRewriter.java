package io.tensorflare.planner.parser;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides by context which keywords are names, and rewrites what the grammar does not know into
 * what it does: {@code FROM 'file'} into a quoted name, {@code INTERVAL '90 days'} into {@code
 * INTERVAL '90' DAY}, {@code GROUP BY ALL} into one marked name, names of types. Positions stay
 * those of the text.
 */
final class TokenRewriter implements GeneratedSqlParserConstants {
    /** Stands in GROUP BY for "all columns without aggregates". */
    static final String GROUP_BY_ALL = "GROUP BY ALL";

    private static final Set<Integer> NUMBERS =
            Set.of(UNSIGNED_INTEGER_LITERAL, DECIMAL_NUMERIC_LITERAL, APPROX_NUMERIC_LITERAL);
    private static final Set<Integer> FROM_ENDS =
            Set.of(
                    WHERE, GROUP, HAVING, ORDER, LIMIT, UNION, INTERSECT, EXCEPT, WINDOW, QUALIFY,
                    SELECT);
    private static final Set<Integer> AFTER_GROUP_BY =
            Set.of(
                    EOF, RPAREN, HAVING, ORDER, LIMIT, OFFSET, FETCH, UNION, INTERSECT, EXCEPT,
                    WINDOW, QUALIFY);
    private static final Set<Integer> ENDS_TABLE =
            Set.of(
                    EOF,
                    COMMA,
                    RPAREN,
                    JOIN,
                    LEFT,
                    RIGHT,
                    INNER,
                    FULL,
                    CROSS,
                    NATURAL,
                    ASOF,
                    ON,
                    USING,
                    TABLESAMPLE,
                    WHERE,
                    GROUP,
                    HAVING,
                    WINDOW,
                    QUALIFY,
                    ORDER,
                    LIMIT,
                    OFFSET,
                    FETCH,
                    UNION,
                    INTERSECT,
                    EXCEPT,
                    SET_MINUS);
    private static final Set<Integer> CASTS = Set.of(CAST, TRY_CAST, SAFE_CAST);
    private static final Set<Integer> UNIT_CALLS = Set.of(EXTRACT, TIMESTAMPADD, TIMESTAMPDIFF);
    private static final Set<Integer> AFTER_OPERAND =
            Set.of(
                    COMMA, FROM, RPAREN, EOF, EQ, LT, GT, LE, GE, NE, NE2, PLUS, MINUS, STAR, SLASH,
                    DOT, IS, AND, OR, AS);

    private final List<Token> tokens;
    private final List<Token> out = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int at;

    /** An open parenthesis: the token before it, and whether a table is expected next inside it. */
    private static final class Frame {
        final int opener;
        boolean inFrom;

        Frame(int opener) {
            this.opener = opener;
        }
    }

    TokenRewriter(List<Token> tokens) {
        this.tokens = tokens;
        frames.push(new Frame(EOF));
    }

    List<Token> rewrite() {
        for (at = 0; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            refuseMisreadNumber(token);
            follow(token);
            if (token.kind == QUOTED_STRING) {
                string(token);
            } else {
                token.kind = at == 0 ? token.kind : kindInContext(token);
                out.add(token);
            }
        }
        return out;
    }

    /** 0x1F and 1_000 would be read as a number and its alias. */
    private void refuseMisreadNumber(Token token) {
        if (!NUMBERS.contains(token.kind) || at + 1 >= tokens.size()) {
            return;
        }
        Token next = tokens.get(at + 1);
        if (next.beginLine == token.endLine
                && next.beginColumn == token.endColumn + 1
                && !next.image.isEmpty()
                && isNamePart(next.image.charAt(0))) {
            throw new TensorFlareException(
                    ErrorCode.SYNTAX,
                    position(token),
                    "'"
                            + token.image
                            + next.image
                            + "' is not a number; write plain decimal digits, or put a blank before a name");
        }
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static Position position(Token token) {
        return new Position(token.beginLine, token.beginColumn);
    }

    /** Keeps the frames: where parentheses open and close, where FROM begins and ends. */
    private void follow(Token token) {
        Frame frame = frames.element();
        if (token.kind == LPAREN) {
            frames.push(new Frame(previous(1)));
        } else if (token.kind == RPAREN && frames.size() > 1) {
            frames.pop();
        } else if (FROM_ENDS.contains(token.kind)) {
            frame.inFrom = false;
        } else if (token.kind == FROM && previous(1) != DISTINCT) {
            frame.inFrom = startsQuery();
        }
    }

    /**
     * Whether FROM here belongs to a SELECT, not to EXTRACT, TRIM, SUBSTRING, OVERLAY or CREATE.
     */
    private boolean startsQuery() {
        int depth = 0;
        for (int i = out.size() - 1; i >= 0; i--) {
            int kind = out.get(i).kind;
            depth += kind == RPAREN ? 1 : kind == LPAREN ? -1 : 0;
            if (depth < 0) {
                return false;
            }
            if (depth == 0 && kind == SELECT) {
                return true;
            }
        }
        return false;
    }

    /** The kind of the token {@code back} places before, as rewritten. */
    private int previous(int back) {
        return out.size() < back ? EOF : out.get(out.size() - back).kind;
    }

    private int following() {
        return at + 1 < tokens.size() ? tokens.get(at + 1).kind : EOF;
    }

    private void string(Token token) {
        Frame frame = frames.element();
        int before = previous(1);
        boolean from = before == FROM && previous(2) != DISTINCT;
        if (frame.inFrom && (from || before == JOIN || before == COMMA)) {
            file(token);
        } else if (previous(1) == INTERVAL
                || previous(2) == INTERVAL && (previous(1) == MINUS || previous(1) == PLUS)) {
            interval(token);
        } else {
            out.add(token);
        }
    }

    /**
     * FROM 'dir/file.parquet' becomes FROM "dir/file.parquet" AS "file", unless it has an alias.
     */
    private void file(Token token) {
        String path = token.image.substring(1, token.image.length() - 1).replace("''", "'");
        if (path.isEmpty()) {
            throw new TensorFlareException(
                    ErrorCode.SYNTAX,
                    position(token),
                    "FROM names no file; write the path of a Parquet file between the quotes");
        }
        add(token, QUOTED_IDENTIFIER, quote(path));
        if (ENDS_TABLE.contains(following())) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            int dot = name.indexOf('.');
            add(token, AS, "AS");
            add(
                    token,
                    QUOTED_IDENTIFIER,
                    quote(dot > 0 ? name.substring(0, dot) : name.isEmpty() ? path : name));
        }
    }

    private static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private void add(Token at, int kind, String image) {
        Token token = Token.newToken(kind);
        token.kind = kind;
        token.image = image;
        token.beginLine = at.beginLine;
        token.beginColumn = at.beginColumn;
        token.endLine = at.endLine;
        token.endColumn = at.endColumn;
        out.add(token);
    }

    private void interval(Token token) {
        if (isUnit(following())) {
            out.add(token);
            return;
        }
        for (IntervalText.Part part : IntervalText.parse(token.image, position(token))) {
            add(
                    token,
                    part.unit().isEmpty() ? QUOTED_STRING : Keywords.kind(part.unit()),
                    part.image());
        }
    }

    private boolean isUnit(int kind) {
        if (Keywords.UNITS.contains(kind)) {
            return true;
        }
        String image =
                at + 1 < tokens.size() ? tokens.get(at + 1).image.toUpperCase(Locale.ROOT) : "";
        return image.endsWith("S")
                && Keywords.KINDS.containsKey(image)
                && Keywords.UNITS.contains(
                        Keywords.KINDS.getOrDefault(image.substring(0, image.length() - 1), -1));
    }

    /** The kind of a token that may be a keyword by its text alone. */
    private int kindInContext(Token token) {
        int kind = token.kind;
        if (kind == ALL
                && previous(1) == BY
                && previous(2) == GROUP
                && AFTER_GROUP_BY.contains(following())) {
            token.image = quote(GROUP_BY_ALL);
            return QUOTED_IDENTIFIER;
        }
        if (isTypeExpected()
                && (kind == IDENTIFIER
                        || Keywords.KINDS.containsKey(token.image.toUpperCase(Locale.ROOT)))) {
            return type(token);
        }
        if (previous(1) == DOT || following() == DOT && kind != CURRENT) {
            return Keywords.KINDS.containsKey(token.image.toUpperCase(Locale.ROOT))
                    ? IDENTIFIER
                    : kind;
        }
        if (Keywords.FREE.contains(kind)
                || Keywords.CALLED.contains(kind) && following() != LPAREN) {
            return IDENTIFIER;
        }
        if (Keywords.TYPES.contains(kind) && previous(1) != NATIONAL) {
            return IDENTIFIER;
        }
        if (Keywords.UNITS.contains(kind)) {
            return isUnitExpected() ? kind : IDENTIFIER;
        }
        return isKeyword(kind) ? kind : IDENTIFIER;
    }

    private boolean isTypeExpected() {
        return previous(1) == INFIX_CAST
                || previous(1) == AS && CASTS.contains(frames.element().opener);
    }

    private int type(Token token) {
        String alias = Keywords.TYPE_ALIASES.get(token.image.toUpperCase(Locale.ROOT));
        if (alias == null) {
            return token.kind;
        }
        token.image = alias;
        return Keywords.kind(alias);
    }

    private boolean isUnitExpected() {
        if (previous(1) == TO
                || previous(1) == LPAREN && UNIT_CALLS.contains(frames.element().opener)) {
            return true;
        }
        boolean signed = previous(2) == MINUS || previous(2) == PLUS;
        return previous(2) == INTERVAL
                || previous(1) == RPAREN && closesInterval()
                || signed && previous(3) == INTERVAL;
    }

    /** Whether the parenthesis just closed was opened after INTERVAL. */
    private boolean closesInterval() {
        int depth = 0;
        for (int i = out.size() - 1; i > 0; i--) {
            int kind = out.get(i).kind;
            depth += kind == RPAREN ? 1 : kind == LPAREN ? -1 : 0;
            if (depth == 0) {
                return out.get(i - 1).kind == INTERVAL;
            }
        }
        return false;
    }

    /** The words that are keywords in a few places only. */
    private boolean isKeyword(int kind) {
        int next = following();
        boolean afterNumber = NUMBERS.contains(previous(1)) || previous(1) == HOOK;
        return switch (kind) {
            case DATE -> next == QUOTED_STRING;
            case TIMESTAMP, TIME, DATETIME -> next == QUOTED_STRING || isZonePart(kind, next);
            case LOCAL -> next == TIME;
            case INTERVAL -> !AFTER_OPERAND.contains(next) || next == MINUS && isNumberAfter();
            case ROWS, RANGE ->
                    next == BETWEEN
                            || next == UNBOUNDED
                            || next == CURRENT
                            || NUMBERS.contains(next)
                            || afterNumber
                            || next == INTERVAL;
            case ROW ->
                    next == LPAREN
                            || previous(1) == CURRENT
                            || afterNumber
                            || previous(1) == FIRST
                            || previous(1) == NEXT;
            case ONLY -> previous(1) == ROW || previous(1) == ROWS;
            case NEXT -> previous(1) == FETCH;
            case CURRENT -> next == ROW;
            case FILTER -> next == LPAREN && previous(1) == RPAREN;
            case LIMIT ->
                    NUMBERS.contains(next)
                            || next == HOOK
                            || next == ALL
                            || next == MINUS
                            || next == LPAREN
                            || next == QUOTED_STRING
                            || next == NULL;
            case OFFSET ->
                    NUMBERS.contains(next)
                            || next == HOOK
                            || next == MINUS
                            || next == LPAREN
                            || next == QUOTED_STRING;
            case PRECISION -> previous(1) == DOUBLE;
            case VARYING ->
                    previous(1) == CHAR
                            || previous(1) == CHARACTER
                            || previous(1) == BINARY
                            || previous(1) == VARCHAR;
            case SYMMETRIC, ASYMMETRIC -> previous(1) == BETWEEN;
            case GROUPING -> next == LPAREN || next == SETS;
            case ESCAPE -> next == QUOTED_STRING;
            case SIMILAR -> next == TO;
            case UNKNOWN -> previous(1) == IS || previous(1) == NOT;
            case PARTITION -> next == BY;
            case RECURSIVE -> previous(1) == WITH;
            case WITHIN -> next == GROUP;
            case WITHOUT -> next == TIME;
            case MULTISET, ARRAY -> next == LPAREN || next == LBRACKET;
            case SHOW, DESCRIBE, EXPLAIN, INSERT, DELETE, UPDATE, MERGE, UPSERT, ALTER, CALL ->
                    false;
            case SET_MINUS -> next == SELECT || next == LPAREN || next == ALL;
            case AT, BOTH, LEADING, TRAILING ->
                    next != COMMA && next != FROM && next != RPAREN && next != EOF
                            || frames.element().opener == TRIM;
            default -> true;
        };
    }

    private boolean isZonePart(int kind, int next) {
        if (kind == TIMESTAMP) {
            return next == WITH || next == WITHOUT;
        }
        return previous(1) == WITH || previous(1) == WITHOUT || previous(1) == LOCAL;
    }

    private boolean isNumberAfter() {
        return at + 2 < tokens.size()
                && (NUMBERS.contains(tokens.get(at + 2).kind)
                        || tokens.get(at + 2).kind == QUOTED_STRING);
    }
}
