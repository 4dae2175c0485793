package io.tensorflare.planner.parser;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.SqlScript;
import io.tensorflare.planner.catalog.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Turns what the generated parser throws into one sentence: what stands there, what was expected,
 * line and column.
 */
final class SyntaxErrors {
    private static final Pattern LEXICAL =
            Pattern.compile(
                    "Lexical error at line (\\d+), column (\\d+)\\.\\s+Encountered: (.*)",
                    Pattern.DOTALL);
    private static final int MOST_EXPECTED = 6;

    /** What a reader most likely forgot comes first. */
    private static final List<String> LIKELY =
            List.of(
                    "<EOF>",
                    "\")\"",
                    "\",\"",
                    "\"FROM\"",
                    "\"SELECT\"",
                    "\"BY\"",
                    "\"AS\"",
                    "\"JOIN\"",
                    "\"ON\"",
                    "\"WHERE\"",
                    "\"GROUP\"",
                    "\"ORDER\"",
                    "\"LIMIT\"",
                    "\"THEN\"",
                    "\"WHEN\"",
                    "\"END\"",
                    "\"AND\"",
                    "\"(\"",
                    "\"MODEL\"",
                    "\"VIEW\"",
                    "\"TABLE\"",
                    "\"=\"");

    private SyntaxErrors() {}

    static TensorFlareException explain(
            Throwable failure, GeneratedSqlParser parser, SqlScript.Piece piece) {
        if (failure instanceof TokenMgrError) {
            return lexical(failure, piece);
        }
        if (failure instanceof ParseException unexpected
                && unexpected.currentToken != null
                && unexpected.expectedTokenSequences != null) {
            return unexpected(unexpected, piece);
        }
        SqlParseException error =
                failure instanceof SqlParseException done
                        ? done
                        : parser.normalizeException(failure);
        if (failure instanceof AssertionError || error.getMessage() == null) {
            throw new IllegalStateException("the parser failed on: " + piece.sql(), failure);
        }
        if (plain(error).startsWith("Non-query expression")) {
            String word = piece.sql().strip().split("[\\s(;]", 2)[0];
            return new TensorFlareException(
                    ErrorCode.SYNTAX,
                    piece.position(),
                    "expected a statement such as SELECT, found '" + shorten(word) + "'",
                    failure);
        }
        SqlParserPos place = error.getPos();
        Position position =
                place == null
                        ? piece.position()
                        : new Position(place.getLineNum(), place.getColumnNum());
        if (error.getCause() instanceof CalciteContextException context) {
            position = new Position(context.getPosLine(), context.getPosColumn());
            return new TensorFlareException(
                    ErrorCode.SYNTAX,
                    position,
                    plain(context.getCause() == null ? context : context.getCause()),
                    failure);
        }
        return new TensorFlareException(ErrorCode.SYNTAX, position, plain(error), failure);
    }

    /**
     * The grammar looks two tokens ahead; where the first fits some sequence, the second is the one
     * that is wrong.
     */
    private static TensorFlareException unexpected(ParseException error, SqlScript.Piece piece) {
        Token token = error.currentToken.next;
        Set<String> expected = new TreeSet<>();
        for (int[] sequence : error.expectedTokenSequences) {
            if (sequence.length > 1 && sequence[0] == token.kind && token.next != null) {
                expected.add(error.tokenImage[sequence[1]]);
            }
        }
        if (expected.isEmpty()) {
            for (int[] sequence : error.expectedTokenSequences) {
                expected.add(error.tokenImage[sequence[0]]);
            }
        } else {
            token = token.next;
        }
        boolean ends = token.kind == GeneratedSqlParserConstants.EOF;
        Token place = ends ? error.currentToken : token;
        String start =
                ends
                        ? "the statement ends too early"
                        : "syntax error at "
                                + (token.image.startsWith("'")
                                        ? shorten(token.image)
                                        : "'" + shorten(token.image) + "'");
        String sentence = start + "; expected " + join(expected) + hint(token, expected);
        return new TensorFlareException(
                ErrorCode.SYNTAX,
                place.beginLine == 0
                        ? piece.position()
                        : new Position(place.beginLine, place.beginColumn),
                sentence,
                error);
    }

    private static String shorten(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private static String hint(Token token, Set<String> expected) {
        boolean name =
                expected.contains("<IDENTIFIER>") || expected.contains("<QUOTED_IDENTIFIER>");
        boolean reserved = Keywords.KINDS.containsKey(token.image.toUpperCase(Locale.ROOT));
        return name && reserved
                ? " ("
                        + token.image
                        + " is a reserved word; as a name write \""
                        + token.image
                        + "\")"
                : "";
    }

    private static TensorFlareException lexical(Throwable failure, SqlScript.Piece piece) {
        Matcher place = LEXICAL.matcher(String.valueOf(failure.getMessage()));
        if (!place.find()) {
            return new TensorFlareException(
                    ErrorCode.SYNTAX,
                    piece.position(),
                    "the text cannot be read as SQL: " + failure.getMessage(),
                    failure);
        }
        Position position =
                new Position(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
        String what =
                place.group(3).contains("<EOF>")
                        ? "the statement ends inside a token"
                        : "the character "
                                + place.group(3).split(" ")[0]
                                + " has no meaning in SQL";
        String instead =
                place.group(3).startsWith("\"~\"")
                        ? "; match a pattern with regexp_matches(text, pattern)"
                        : "; quote names with double quotes and strings with single quotes";
        return new TensorFlareException(ErrorCode.SYNTAX, position, what + instead, failure);
    }

    private static String plain(Throwable error) {
        String message = String.valueOf(error.getMessage()).replaceAll("\\s+", " ").strip();
        return Names.shortened(
                message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
    }

    private static String join(Set<String> expected) {
        List<String> words = new ArrayList<>();
        if (expected.contains("<IDENTIFIER>")) {
            words.add("a name");
        }
        if (expected.contains("<UNSIGNED_INTEGER_LITERAL>")
                && expected.contains("<IDENTIFIER>")
                && expected.contains("<QUOTED_STRING>")) {
            words.add("an expression");
        } else if (expected.contains("<QUOTED_STRING>")) {
            words.add("a string in single quotes");
        } else if (expected.contains("<UNSIGNED_INTEGER_LITERAL>")) {
            words.add("a number");
        }
        for (String likely : LIKELY) {
            boolean freeWord = likely.equals("\"MODEL\"") || likely.equals("\"VIEW\"");
            if (expected.contains(likely)
                    && words.size() < MOST_EXPECTED
                    && !(freeWord && expected.contains("<IDENTIFIER>"))) {
                words.add(word(likely));
            }
        }
        for (String other : expected) {
            if (words.isEmpty() && !other.startsWith("<")) {
                words.add(word(other));
            }
        }
        return words.isEmpty() ? "something else" : String.join(" or ", words);
    }

    private static String word(String image) {
        if (image.equals("<EOF>")) {
            return "the end of the statement";
        }
        String text = image.substring(1, image.length() - 1);
        return Character.isLetter(text.charAt(0)) ? text : "'" + text + "'";
    }
}
