package io.tensorflare.planner;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Renders an expression as DuckDB's SQL, with our types spelled out. Column {@code i} is called
 * {@code ci}.
 */
final class ExpressionSql implements Expression.Visitor<String> {
    static String of(Expression expression) {
        return expression.accept(new ExpressionSql());
    }

    static String of(List<Expression> conjuncts) {
        return conjuncts.isEmpty()
                ? "TRUE"
                : conjuncts.stream().map(ExpressionSql::of).collect(Collectors.joining(" AND "));
    }

    static String type(Type type) {
        return switch (type.kind()) {
            case REAL -> "FLOAT";
            case DECIMAL ->
                    "DECIMAL("
                            + ((Type.Decimal) type).precision()
                            + ","
                            + ((Type.Decimal) type).scale()
                            + ")";
            case TIMESTAMP_LOCAL -> "TIMESTAMPTZ";
            case BINARY -> "BLOB";
            case INTERVAL_MONTHS, INTERVAL_MICROSECONDS -> "INTERVAL";
            case LIST, STRUCT -> throw new IllegalStateException("no type " + type);
            default -> type.kind().name();
        };
    }

    private static String cast(String sql, Type type) {
        return "CAST(" + sql + " AS " + type(type) + ")";
    }

    @Override
    public String visit(Expression.ColumnReference column) {
        return "c" + column.index();
    }

    @Override
    public String visit(Expression.Literal literal) {
        Object value = literal.value();
        return switch (literal.type().kind()) {
            case VARCHAR -> "'" + value.toString().replace("'", "''") + "'";
            case DATE -> "DATE '" + LocalDate.ofEpochDay((Long) value) + "'";
            case TIMESTAMP ->
                    "TIMESTAMP '"
                            + LocalDateTime.ofEpochSecond(
                                    Math.floorDiv((Long) value, 1_000_000L),
                                    (int) Math.floorMod((Long) value, 1_000_000L) * 1000,
                                    ZoneOffset.UTC)
                            + "'";
            case DECIMAL -> cast("'" + ((BigDecimal) value).toPlainString() + "'", literal.type());
            default -> cast("'" + value + "'", literal.type());
        };
    }

    @Override
    public String visit(Expression.Null literal) {
        return cast("NULL", literal.type());
    }

    @Override
    public String visit(Expression.Parameter parameter) {
        throw new IllegalStateException("no parameters in these tests");
    }

    @Override
    public String visit(Expression.Cast cast) {
        boolean truncates =
                cast.type().equals(Type.DATE) && cast.operand().type().equals(Type.TIMESTAMP);
        return truncates
                ? "CAST(date_trunc('day', " + of(cast.operand()) + ") AS DATE)"
                : cast(of(cast.operand()), cast.type());
    }

    @Override
    public String visit(Expression.Case expression) {
        String branches =
                expression.branches().stream()
                        .map(
                                branch ->
                                        " WHEN "
                                                + of(branch.condition())
                                                + " THEN "
                                                + of(branch.value()))
                        .collect(Collectors.joining());
        return "(CASE" + branches + " ELSE " + of(expression.otherwise()) + " END)";
    }

    @Override
    public String visit(Expression.InList expression) {
        return "("
                + of(expression.operand())
                + " IN "
                + expression.values().stream()
                        .map(ExpressionSql::of)
                        .collect(Collectors.joining(", ", "(", ")"))
                + ")";
    }

    @Override
    public String visit(Expression.Call call) {
        List<String> x = call.operands().stream().map(ExpressionSql::of).toList();
        String name = call.function().name().toLowerCase(Locale.ROOT);
        return switch (call.function()) {
            case AND, OR -> "(" + String.join(" " + call.function() + " ", x) + ")";
            case NOT -> "(NOT " + x.get(0) + ")";
            case IS_NULL, IS_NOT_NULL ->
                    "(" + x.get(0) + " " + call.function().name().replace('_', ' ') + ")";
            case IS_TRUE -> "coalesce(" + x.get(0) + ", false)";
            case IS_NOT_TRUE -> "(NOT coalesce(" + x.get(0) + ", false))";
            case IS_FALSE -> "(NOT coalesce(" + x.get(0) + ", true))";
            case IS_NOT_FALSE -> "coalesce(" + x.get(0) + ", true)";
            case EQUAL -> infix(x, "=");
            case NOT_EQUAL -> infix(x, "<>");
            case LESS -> infix(x, "<");
            case LESS_OR_EQUAL -> infix(x, "<=");
            case GREATER -> infix(x, ">");
            case GREATER_OR_EQUAL -> infix(x, ">=");
            case IS_DISTINCT_FROM -> infix(x, "IS DISTINCT FROM");
            case IS_NOT_DISTINCT_FROM -> infix(x, "IS NOT DISTINCT FROM");
            case ADD -> cast(infix(x, "+"), call.type());
            case SUBTRACT -> cast(infix(x, "-"), call.type());
            case MULTIPLY -> cast(infix(x, "*"), call.type());
            case DIVIDE -> divided(call, x);
            case REMAINDER -> cast(infix(x, "%"), call.type());
            case NEGATE -> "(-" + x.get(0) + ")";
            case LIKE, ILIKE ->
                    "("
                            + x.get(0)
                            + " "
                            + call.function()
                            + " "
                            + x.get(1)
                            + (x.get(2).equals("''") ? "" : " ESCAPE " + x.get(2))
                            + ")";
            case SINGLE ->
                    "(CASE WHEN "
                            + x.get(1)
                            + " > 1 THEN error('two rows') ELSE "
                            + x.get(0)
                            + " END)";
            case CONCAT -> "(" + String.join(" || ", x) + ")";
            case TRIM -> "trim(" + x.get(0) + ", " + x.get(1) + ")";
            case TRIM_LEADING -> "ltrim(" + x.get(0) + ", " + x.get(1) + ")";
            case TRIM_TRAILING -> "rtrim(" + x.get(0) + ", " + x.get(1) + ")";
            case POSITION -> "instr(" + x.get(1) + ", " + x.get(0) + ")";
            case OCTET_LENGTH -> "strlen(" + x.get(0) + ")";
            case REGEXP_EXTRACT, LPAD, RPAD, LEFT, RIGHT, REPEAT, SUBSTRING, SPLIT_PART, CHR ->
                    "\"" + name + "\"(" + integers(call) + ")";
            case TRUNCATE -> "trunc(" + x.get(0) + ")";
            case DAY_OF_WEEK -> "dayofweek(" + x.get(0) + ")";
            case ISO_DAY_OF_WEEK -> "isodow(" + x.get(0) + ")";
            case DAY_OF_YEAR -> "dayofyear(" + x.get(0) + ")";
            case DATE_TRUNC -> cast("date_trunc(" + x.get(0) + ", " + x.get(1) + ")", call.type());
            case ADD_MONTHS ->
                    cast("(" + x.get(0) + " + to_months(" + x.get(1) + "))", call.type());
            case ADD_DAYS -> "(" + x.get(0) + " + " + x.get(1) + ")";
            case ADD_MICROSECONDS -> "(" + x.get(0) + " + to_microseconds(" + x.get(1) + "))";
            case DAYS_BETWEEN -> "date_diff('day', " + x.get(1) + ", " + x.get(0) + ")";
            case MICROSECONDS_BETWEEN ->
                    "date_diff('microsecond', " + x.get(1) + ", " + x.get(0) + ")";
            default -> name + "(" + String.join(", ", x) + ")";
        };
    }

    private static String integers(Expression.Call call) {
        return call.operands().stream()
                .map(
                        operand ->
                                isInteger(operand.type())
                                        ? "CAST(" + of(operand) + " AS INTEGER)"
                                        : of(operand))
                .collect(Collectors.joining(", "));
    }

    private static String divided(Expression.Call call, List<String> x) {
        String quotient = cast(infix(x, isInteger(call.type()) ? "//" : "/"), call.type());
        return call.type().kind() == Type.Kind.DECIMAL
                ? "(CASE WHEN "
                        + x.get(1)
                        + " = 0 THEN error('division by zero') ELSE "
                        + quotient
                        + " END)"
                : quotient;
    }

    private static String infix(List<String> operands, String operator) {
        return "(" + operands.get(0) + " " + operator + " " + operands.get(1) + ")";
    }

    private static boolean isInteger(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }
}
