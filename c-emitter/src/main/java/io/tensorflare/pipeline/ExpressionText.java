package io.tensorflare.pipeline;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An expression as text, near to SQL; for people, not for parsers. */
public final class ExpressionText {
    private static final int LONGEST_LIST = 8;

    private ExpressionText() {}

    public static String of(Expression expression, List<Column> input) {
        return expression.accept(new Text(input));
    }

    /** The same, in parentheses where it is a disjunction. */
    public static String within(Expression expression, List<Column> input) {
        String text = of(expression, input);
        return expression instanceof Expression.Call call && call.function() == Function.OR
                ? "(" + text + ")"
                : text;
    }

    /** A constant as SQL shows it, such as {@code 1994-01-01} or {@code 0.05}. */
    public static String literal(Expression.Literal literal) {
        Object value = literal.value();
        return switch (literal.type().kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, LIST, STRUCT ->
                    String.valueOf(value);
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case DATE -> date((Long) value);
            case TIME -> time((Long) value);
            case TIMESTAMP, TIMESTAMP_LOCAL -> timestamp((Long) value);
            case INTERVAL_MONTHS -> value + " months";
            case INTERVAL_MICROSECONDS -> value + " microseconds";
            case VARCHAR -> "'" + ((String) value).replace("'", "''") + "'";
            case BINARY -> "x'" + HexFormat.of().formatHex((byte[]) value) + "'";
        };
    }

    private static String date(long days) {
        return Math.abs(days) < 400_000_000L
                ? LocalDate.ofEpochDay(days).toString()
                : days + " days";
    }

    private static String time(long microseconds) {
        return microseconds >= 0 && microseconds < 86_400_000_000L
                ? LocalTime.ofNanoOfDay(microseconds * 1_000).toString()
                : microseconds + " us";
    }

    private static String timestamp(long microseconds) {
        long seconds = Math.floorDiv(microseconds, 1_000_000L);
        int nanoseconds = (int) Math.floorMod(microseconds, 1_000_000L) * 1_000;
        return LocalDateTime.ofEpochSecond(seconds, nanoseconds, ZoneOffset.UTC)
                .toString()
                .replace('T', ' ');
    }

    private record Text(List<Column> input) implements Expression.Visitor<String> {
        @Override
        public String visit(Expression.ColumnReference column) {
            return column.index() < input.size() ? input.get(column.index()).name() : column.name();
        }

        @Override
        public String visit(Expression.Literal literal) {
            return ExpressionText.literal(literal);
        }

        @Override
        public String visit(Expression.Null literal) {
            return "null";
        }

        @Override
        public String visit(Expression.Parameter parameter) {
            return "$" + (parameter.index() + 1);
        }

        @Override
        public String visit(Expression.Call call) {
            List<Expression> operands = call.operands();
            String infix = infix(call.function());
            if (!infix.isEmpty()) {
                return operands.stream()
                        .map(this::operand)
                        .collect(Collectors.joining(" " + infix + " "));
            }
            return switch (call.function()) {
                case NOT -> "not " + operand(operands.get(0));
                case NEGATE -> "-" + operand(operands.get(0));
                case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
                        operand(operands.get(0)) + " " + words(call.function());
                case LIKE, ILIKE ->
                        operand(operands.get(0))
                                + " "
                                + words(call.function())
                                + " "
                                + operand(operands.get(1));
                default ->
                        call.function().name().toLowerCase(Locale.ROOT)
                                + operands.stream()
                                        .map(this::text)
                                        .collect(Collectors.joining(", ", "(", ")"));
            };
        }

        private static String words(Function function) {
            return function.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private static String infix(Function function) {
            return switch (function) {
                case AND -> "and";
                case OR -> "or";
                case EQUAL -> "=";
                case NOT_EQUAL -> "<>";
                case LESS -> "<";
                case LESS_OR_EQUAL -> "<=";
                case GREATER -> ">";
                case GREATER_OR_EQUAL -> ">=";
                case ADD -> "+";
                case SUBTRACT -> "-";
                case MULTIPLY -> "*";
                case DIVIDE -> "/";
                case REMAINDER -> "%";
                case IS_DISTINCT_FROM -> "is distinct from";
                case IS_NOT_DISTINCT_FROM -> "is not distinct from";
                default -> "";
            };
        }

        private String text(Expression expression) {
            return expression.accept(this);
        }

        private String operand(Expression expression) {
            boolean compound =
                    expression instanceof Expression.Call call && !infix(call.function()).isEmpty();
            return compound ? "(" + text(expression) + ")" : text(expression);
        }

        @Override
        public String visit(Expression.Cast cast) {
            Type type = cast.type();
            return "cast(" + text(cast.operand()) + " as " + type + ")";
        }

        @Override
        public String visit(Expression.Case expression) {
            String branches =
                    expression.branches().stream()
                            .limit(LONGEST_LIST)
                            .map(
                                    branch ->
                                            " when "
                                                    + text(branch.condition())
                                                    + " then "
                                                    + text(branch.value()))
                            .collect(Collectors.joining());
            String more =
                    expression.branches().size() > LONGEST_LIST
                            ? " ... " + expression.branches().size() + " branches"
                            : "";
            return "case" + branches + more + " else " + text(expression.otherwise()) + " end";
        }

        @Override
        public String visit(Expression.InList expression) {
            String values =
                    expression.values().stream()
                            .limit(LONGEST_LIST)
                            .map(this::text)
                            .collect(Collectors.joining(", "));
            String more =
                    expression.values().size() > LONGEST_LIST
                            ? ", ... " + expression.values().size() + " values"
                            : "";
            return operand(expression.operand()) + " in (" + values + more + ")";
        }
    }
}
