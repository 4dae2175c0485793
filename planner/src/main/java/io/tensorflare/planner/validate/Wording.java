package io.tensorflare.planner.validate;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What we say instead of a message of Calcite's that names what is wrong, but not what to do. */
final class Wording {
    /**
     * @param message the whole of Calcite's
     * @param sentence ours, with the message's groups as $1, $2
     */
    private record Rule(Pattern message, String sentence) {}

    private static final List<Rule> RULES =
            List.of(
                    rule(
                            "Ordinal out of range",
                            "a position in ORDER BY or GROUP BY must be the number of a selected column"),
                    rule(
                            "Column count mismatch in (.*)",
                            "the queries of $1 have different numbers of columns; select as many in each"),
                    rule(
                            "Type mismatch in column (\\d+) of (.*)",
                            "column $1 has no common type in the queries of $2; cast it"),
                    rule(
                            "Values passed to (.*) operator must have compatible types",
                            "the two sides of $1 differ in type or number of columns; cast them, or select as many columns"),
                    rule(
                            "Values in expression list must have compatible types",
                            "the values of the list have no common type; cast them"),
                    rule(
                            "Expected a boolean type",
                            "a condition is needed here, that is true or false; compare the value with one"),
                    rule(
                            "(WHERE|ON|HAVING|QUALIFY|FILTER) clause must be a condition",
                            "$1 needs a condition, that is true or false; compare the value with one"),
                    rule(
                            "FILTER expression must be of type BOOLEAN",
                            "FILTER needs a condition, that is true or false; compare the value with one"),
                    rule(
                            "Illegal mixing of types in CASE or COALESCE statement",
                            "the results of CASE or COALESCE have no common type; cast them"),
                    rule(
                            "Aggregate expression is illegal in (WHERE|ON) clause",
                            "an aggregate cannot stand in $1; write it in HAVING, or in a sub-query"),
                    rule(
                            "Aggregate expression is illegal in (.*) clause(?: of non-aggregating SELECT)?",
                            "an aggregate cannot stand in $1 here; compute it in a sub-query"),
                    rule(
                            "Aggregate expressions cannot be nested",
                            "an aggregate cannot stand in an aggregate; compute the inner one in a sub-query"),
                    rule(
                            "Windowed aggregate expression is illegal in (.*) clause",
                            "a window function cannot stand in $1; write it in QUALIFY, or in a sub-query"),
                    rule(
                            "Window expressions are not permitted in the HAVING clause; .*",
                            "a window function cannot stand in HAVING; write it in QUALIFY, or in a sub-query"),
                    rule(
                            "QUALIFY expression '.*' must contain a window function",
                            "QUALIFY needs a window function; filter by WHERE or HAVING"),
                    rule(
                            "OVER clause is necessary for window functions",
                            "a window function needs a window; write OVER (ORDER BY ...) after it"),
                    rule(
                            "OVER must be applied to aggregate function",
                            "this function is no aggregate and has no windows; leave out OVER"),
                    rule(
                            "FILTER must be applied to aggregate function",
                            "this function is no aggregate; leave out FILTER"),
                    rule(
                            "(?:RANK or DENSE_RANK functions require|Window specification must contain an) ORDER BY clause.*",
                            "this window needs an order; write ORDER BY in OVER (...)"),
                    rule(
                            "Window '(.*)' not found",
                            "there is no window $1; define it by WINDOW $1 AS (...)"),
                    rule(
                            "Expression '(.*)' is not in the select clause",
                            "$1 is not selected, so DISTINCT rows cannot be ordered by it; select it too"),
                    rule(
                            "Numeric literal '(.*)' out of range",
                            "the number $1 is too large; a DECIMAL has up to 38 digits, a DOUBLE is written as 1e40"),
                    rule(
                            "Duplicate relation name '(.*)' in FROM clause",
                            "two tables of FROM are named $1; give one of them another alias"),
                    rule(
                            "Duplicate name '(.*)' in column alias list",
                            "two columns are named $1; give one of them another alias"),
                    rule(
                            "INNER, LEFT, RIGHT, FULL, or ASOF join requires a condition.*",
                            "the join needs a condition; write ON or USING after it, or CROSS JOIN"),
                    rule(
                            "Cannot specify condition \\(NATURAL keyword, or ON or USING clause\\) following CROSS JOIN",
                            "CROSS JOIN has no condition; write JOIN ... ON"),
                    rule(
                            "Column name '(.*)' in NATURAL join or USING clause is not unique on one side of join",
                            "column $1 is there more than once on one side of the join; write ON instead"),
                    rule(
                            "List of column aliases must have same degree as table; table has (\\d+) columns .*, whereas alias list has (\\d+) columns",
                            "the table has $1 columns, but $2 aliases are given; name them all"),
                    rule(
                            "Number of columns must match number of query columns",
                            "more or fewer columns are named than the query has; name them all"),
                    rule(
                            "Operand .* must be a query",
                            "a query is needed here; write (SELECT ...)"),
                    rule(
                            "Only scalar sub-queries allowed in select list",
                            "a sub-query used as a value must have one column; select one"),
                    rule(
                            "Illegal use of '?NULL'?",
                            "NULL has no type here; write CAST(NULL AS a type)"),
                    rule(
                            "Illegal use of dynamic parameter",
                            "the parameter's type cannot be told here; write CAST(? AS a type)"),
                    rule(
                            "SELECT \\* requires a FROM clause",
                            "* means the columns of FROM; name a table there"),
                    rule(
                            "Not a record type\\. The '\\*' operator requires a record",
                            "* cannot be read here; name a table before it"));

    private Wording() {}

    private static Rule rule(String message, String sentence) {
        return new Rule(Pattern.compile(message), sentence);
    }

    /**
     * @param message of Calcite's, in one line, without its last period
     */
    static Optional<String> of(String message) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.message().matcher(message);
            if (matcher.matches()) {
                return Optional.of(matcher.replaceFirst(rule.sentence()));
            }
        }
        return Optional.empty();
    }
}
