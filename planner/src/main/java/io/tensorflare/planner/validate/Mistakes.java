package io.tensorflare.planner.validate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.catalog.Catalog;
import io.tensorflare.planner.catalog.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;

/** Turns what the validator throws into sentences of ours, with the nearest name. */
final class Mistakes {
    /** Aggregates that other databases have and whose names Calcite does not know. */
    private static final Set<String> NOT_YET =
            Set.of(
                    "array_agg",
                    "group_concat",
                    "list",
                    "median",
                    "product",
                    "quantile",
                    "quantile_cont",
                    "quantile_disc",
                    "string_agg");

    private static final String MEANT = "(?:; did you mean '.*'\\?)?";

    private final Catalog catalog;
    private final CatalogSchema schema;
    private final List<String> aliases;

    /** A message of Calcite's and what we say instead. */
    private record Rule(Pattern pattern, ErrorCode code, Function<MatchResult, String> sentence) {
        Rule(String pattern, ErrorCode code, Function<MatchResult, String> sentence) {
            this(Pattern.compile(pattern, Pattern.DOTALL), code, sentence);
        }
    }

    private Mistakes(Catalog catalog, CatalogSchema schema, List<String> aliases) {
        this.catalog = catalog;
        this.schema = schema;
        this.aliases = aliases;
    }

    /**
     * Does the work; a mistake of the user's comes out as one sentence.
     *
     * @param aliases that the statement gives
     */
    static <T> T explained(
            Catalog catalog, CatalogSchema schema, List<String> aliases, Supplier<T> work) {
        try {
            return work.get();
        } catch (CalciteContextException error) {
            Position position =
                    new Position(
                            Math.max(0, error.getPosLine()), Math.max(0, error.getPosColumn()));
            if (causedByUs(error) instanceof TensorFlareException mistake) {
                throw mistake.position().isKnown()
                        ? mistake
                        : mistake(mistake.code(), position, mistake.getMessage(), mistake);
            }
            Throwable cause = error.getCause() == null ? error : error.getCause();
            throw new Mistakes(catalog, schema, aliases).explain(text(cause), position, error);
        } catch (CalciteException error) {
            throw new Mistakes(catalog, schema, aliases)
                    .explain(text(error), Position.UNKNOWN, error);
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

    private TensorFlareException explain(String message, Position position, Throwable error) {
        for (Rule rule : rules()) {
            Matcher matcher = rule.pattern().matcher(message);
            if (matcher.matches()) {
                return mistake(rule.code(), position, rule.sentence().apply(matcher), error);
            }
        }
        return mistake(ErrorCode.TYPE, position, Wording.of(message).orElse(message), error);
    }

    private static TensorFlareException mistake(
            ErrorCode code, Position position, String sentence, Throwable cause) {
        return new TensorFlareException(code, position, Names.shortened(sentence), cause);
    }

    private List<Rule> rules() {
        return List.of(
                new Rule(
                        "Object '(.*?)' not found(?: within '.*')?" + MEANT,
                        ErrorCode.NAME,
                        this::table),
                new Rule("Table '(.*?)' not found" + MEANT, ErrorCode.NAME, this::table),
                new Rule(
                        "Column '(.*?)' not found in any table" + MEANT,
                        ErrorCode.NAME,
                        this::column),
                new Rule(
                        "Column '(.*?)' not found in table '(.*?)'" + MEANT,
                        ErrorCode.NAME,
                        match -> column(match.group(1), " in " + match.group(2))),
                // select items may refer to one another: one that names no column refers to itself
                new Rule(
                        "The definition of column '(.*)' depends on itself through the following columns: '\\1'",
                        ErrorCode.NAME,
                        this::column),
                new Rule(
                        "Column '(.*)' is ambiguous",
                        ErrorCode.NAME,
                        match ->
                                "column "
                                        + match.group(1)
                                        + " is in several tables; write the table's name before it"),
                new Rule(
                        "Expression '(.*)' is not being grouped",
                        ErrorCode.TYPE,
                        match ->
                                match.group(1)
                                        + " is neither grouped nor aggregated; add it to GROUP BY or put it in an aggregate function"),
                new Rule(
                        "No match found for function signature (\\S+?)\\((.*)\\)",
                        ErrorCode.NAME,
                        match -> function(match.group(1).replace("`", ""), types(match.group(2)))),
                new Rule(
                        "Cannot apply '(.*?)' to arguments of type '(.*?)'\\. Supported form.*",
                        ErrorCode.TYPE,
                        match ->
                                "'"
                                        + match.group(1)
                                        + "' cannot be applied to "
                                        + types(match.group(2))
                                        + "; cast to types that fit"),
                new Rule(
                        "Invalid number of arguments to function '(.*?)'\\. Was expecting (.*?) arguments",
                        ErrorCode.TYPE,
                        match ->
                                "function "
                                        + match.group(1)
                                        + " takes "
                                        + match.group(2)
                                        + (match.group(2).equals("1")
                                                ? " argument"
                                                : " arguments")),
                new Rule(
                        "Cast function cannot convert value of type (.*) to type (.*)",
                        ErrorCode.TYPE,
                        match ->
                                "a value of type "
                                        + match.group(1).replace(" NOT NULL", "")
                                        + " cannot be cast to "
                                        + match.group(2).replace(" NOT NULL", "")),
                new Rule(
                        "Cannot infer return type for (.*); operand types: \\[(.*)\\]",
                        ErrorCode.TYPE,
                        match ->
                                "the arguments of "
                                        + match.group(1)
                                        + " have no common type: "
                                        + match.group(2)),
                // also said of days that no month has
                new Rule(
                        "Illegal (\\w+) literal ('.*'): not in format ('.*')",
                        ErrorCode.TYPE,
                        match ->
                                "%s is not a %s; one is written as %s"
                                        .formatted(match.group(2), match.group(1), match.group(3))),
                new Rule(
                        "Unknown identifier '(.*)'",
                        ErrorCode.NAME,
                        match -> "there is no table or type " + match.group(1)));
    }

    private String table(MatchResult match) {
        return "unknown table "
                + match.group(1)
                + Names.suggestion(match.group(1), catalog.tableNames());
    }

    private String column(MatchResult match) {
        return column(match.group(1), "");
    }

    private String column(String name, String where) {
        List<String> known = new ArrayList<>(schema.columnNames());
        aliases.stream().filter(alias -> !alias.equals(name)).forEach(known::add);
        if (known.stream().anyMatch(name::equalsIgnoreCase)) {
            return "column "
                    + name
                    + " is of no table in reach here; name its table in this FROM, and both sides' columns in USING";
        }
        return "unknown column " + name + where + Names.suggestion(name, known);
    }

    private String function(String name, String types) {
        List<String> known = new ArrayList<>(Functions.names());
        if (known.contains(name.toLowerCase(Locale.ROOT))) {
            return "function " + name + " does not take (" + types + ")";
        }
        if (NOT_YET.contains(name.toLowerCase(Locale.ROOT))) {
            return "aggregate function " + name.toUpperCase(Locale.ROOT) + " is not supported yet";
        }
        known.addAll(catalog.modelNames());
        return "unknown function or model " + name + Names.suggestion(name, known);
    }

    private static String types(String text) {
        return text.replaceAll("[<>](?=[A-Z_])|(?<=[A-Z0-9_)])>", "").replace("'", "").strip();
    }
}
