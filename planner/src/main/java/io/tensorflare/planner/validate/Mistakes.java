package io.tensorflare.planner.validate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.catalog.Catalog;
import io.tensorflare.planner.catalog.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;

/** Turns what the validator throws into sentences of ours, with the nearest name. */
final class Mistakes {
    private static final Pattern OBJECT =
            Pattern.compile(
                    "Object '(.*)' not found(?: within '.*')?(?:; did you mean '.*'\\?)?",
                    Pattern.DOTALL);
    private static final Pattern TABLE =
            Pattern.compile("Table '(.*?)' not found(?:; did you mean '.*'\\?)?", Pattern.DOTALL);
    private static final Pattern COLUMN =
            Pattern.compile(
                    "Column '(.*?)' not found in (any table|table '(.*?)')(?:; did you mean '.*'\\?)?",
                    Pattern.DOTALL);
    private static final Pattern AMBIGUOUS =
            Pattern.compile("Column '(.*)' is ambiguous", Pattern.DOTALL);
    private static final Pattern GROUPED =
            Pattern.compile("Expression '(.*)' is not being grouped", Pattern.DOTALL);
    private static final Pattern FUNCTION =
            Pattern.compile(
                    "No match found for function signature (\\S+?)\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern APPLY =
            Pattern.compile(
                    "Cannot apply '(.*?)' to arguments of type '(.*?)'\\. Supported form\\(s\\): (.*)",
                    Pattern.DOTALL);
    private static final Pattern COUNT =
            Pattern.compile(
                    "Invalid number of arguments to function '(.*?)'\\. Was expecting (.*?) arguments",
                    Pattern.DOTALL);

    private Mistakes() {}

    /** Does the work; a mistake of the user's comes out as one sentence. */
    static <T> T explained(Catalog catalog, CatalogSchema schema, Supplier<T> work) {
        try {
            return work.get();
        } catch (CalciteContextException error) {
            if (causedByUs(error) instanceof TensorFlareException mistake) {
                throw mistake;
            }
            Position position =
                    new Position(
                            Math.max(0, error.getPosLine()), Math.max(0, error.getPosColumn()));
            Throwable cause = error.getCause() == null ? error : error.getCause();
            throw explain(catalog, schema, text(cause), position, error);
        } catch (CalciteException error) {
            throw new TensorFlareException(ErrorCode.TYPE, Position.UNKNOWN, text(error), error);
        }
    }

    private static Throwable causedByUs(Throwable error) {
        Throwable cause = error;
        while (cause != null && !(cause instanceof TensorFlareException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String text(Throwable error) {
        String message = String.valueOf(error.getMessage()).replaceAll("\\s+", " ").strip();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static TensorFlareException explain(
            Catalog catalog,
            CatalogSchema schema,
            String message,
            Position position,
            Throwable error) {
        Matcher object = OBJECT.matcher(message);
        Matcher table = TABLE.matcher(message);
        if (object.matches() || table.matches()) {
            String name = object.matches() ? object.group(1) : table.group(1);
            List<String> known = new ArrayList<>(catalog.tableNames());
            return mistake(
                    ErrorCode.NAME,
                    position,
                    "unknown table " + name + Names.suggestion(name, known),
                    error);
        }
        Matcher column = COLUMN.matcher(message);
        if (column.matches()) {
            String where = column.group(3) == null ? "" : " in " + column.group(3);
            return mistake(
                    ErrorCode.NAME,
                    position,
                    "unknown column "
                            + column.group(1)
                            + where
                            + Names.suggestion(column.group(1), schema.columnNames()),
                    error);
        }
        Matcher function = FUNCTION.matcher(message);
        if (function.matches()) {
            return function(catalog, function, position, error);
        }
        return other(message, position, error);
    }

    private static TensorFlareException function(
            Catalog catalog, Matcher function, Position position, Throwable error) {
        String name = function.group(1).replace("`", "");
        List<String> known = new ArrayList<>(Functions.names());
        boolean exists = known.contains(name.toLowerCase(Locale.ROOT));
        if (exists) {
            return mistake(
                    ErrorCode.TYPE,
                    position,
                    "function " + name + " does not take (" + types(function.group(2)) + ")",
                    error);
        }
        known.addAll(catalog.modelNames());
        return mistake(
                ErrorCode.NAME,
                position,
                "unknown function or model " + name + Names.suggestion(name, known),
                error);
    }

    private static TensorFlareException other(String message, Position position, Throwable error) {
        Matcher ambiguous = AMBIGUOUS.matcher(message);
        if (ambiguous.matches()) {
            return mistake(
                    ErrorCode.NAME,
                    position,
                    "column "
                            + ambiguous.group(1)
                            + " is in several tables; write the table's name before it",
                    error);
        }
        Matcher grouped = GROUPED.matcher(message);
        if (grouped.matches()) {
            String sentence =
                    grouped.group(1)
                            + " is neither grouped nor aggregated; add it to GROUP BY or put it in an aggregate function";
            return mistake(ErrorCode.TYPE, position, sentence, error);
        }
        Matcher apply = APPLY.matcher(message);
        if (apply.matches()) {
            return mistake(
                    ErrorCode.TYPE,
                    position,
                    "'"
                            + apply.group(1)
                            + "' cannot be applied to "
                            + types(apply.group(2))
                            + "; it takes "
                            + types(apply.group(3)),
                    error);
        }
        Matcher count = COUNT.matcher(message);
        if (count.matches()) {
            return mistake(
                    ErrorCode.TYPE,
                    position,
                    "function " + count.group(1) + " takes " + count.group(2) + " arguments",
                    error);
        }
        return mistake(ErrorCode.TYPE, position, message, error);
    }

    private static String types(String text) {
        return text.replaceAll("[<>](?=[A-Z_])|(?<=[A-Z0-9_)])>", "").replace("'", "").strip();
    }

    private static TensorFlareException mistake(
            ErrorCode code, Position position, String sentence, Throwable cause) {
        return new TensorFlareException(code, position, sentence, cause);
    }
}
