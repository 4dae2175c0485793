package io.tensorflare.planner.translate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.validate.Functions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;

/**
 * Calls of named functions: each to the plan's function, its operands in the types that one takes.
 */
final class FunctionTranslator {
    private final StatementClock clock;

    FunctionTranslator(StatementClock clock) {
        this.clock = clock;
    }

    Expression translate(RexCall call, Type type, List<Expression> operands, Position position) {
        SqlOperator operator = call.getOperator();
        if (operator == Functions.DATE_PART) {
            return DateTimes.part(
                    text(operands.get(0), "the part", position), operands.get(1), position);
        }
        if (operator == Functions.DATE_TRUNC) {
            return DateTimes.truncate(
                    text(operands.get(0), "the unit", position), operands.get(1), position);
        }
        if (operator == Functions.DATE_DIFF) {
            return DateTimes.difference(
                    text(operands.get(0), "the unit", position),
                    operands.get(1),
                    operands.get(2),
                    position);
        }
        if (operator == SqlStdOperatorTable.EXTRACT) {
            return DateTimes.part(
                    ((RexLiteral) call.getOperands().get(0)).getValue().toString(),
                    operands.get(1),
                    position);
        }
        if (operator == SqlStdOperatorTable.LIKE || operator == SqlLibraryOperators.ILIKE) {
            return like(
                    operator == SqlStdOperatorTable.LIKE ? Function.LIKE : Function.ILIKE,
                    operands,
                    position);
        }
        if (operator == Functions.NULLABLE) {
            return operands.get(0);
        }
        if (operator == Functions.IN_LIST) {
            return Searches.in(operands.get(0), operands.subList(1, operands.size()), position);
        }
        Function function = Functions.plain(operator);
        if (function != null) {
            return plain(function, type, operands, position);
        }
        return time(operator, type).orElseGet(() -> rearranged(call, type, operands, position));
    }

    private Optional<Expression> time(SqlOperator operator, Type type) {
        if (operator == SqlStdOperatorTable.CURRENT_DATE || operator == Functions.TODAY) {
            return Optional.of(Calls.literal(clock.days(), Type.DATE));
        }
        if (operator == SqlStdOperatorTable.CURRENT_TIMESTAMP
                || operator == SqlStdOperatorTable.LOCALTIMESTAMP
                || operator == Functions.NOW) {
            return Optional.of(Calls.literal(clock.microseconds(), type));
        }
        if (operator == SqlStdOperatorTable.CURRENT_TIME
                || operator == SqlStdOperatorTable.LOCALTIME) {
            return Optional.of(Calls.literal(clock.microsecondsOfDay(), type));
        }
        return Optional.empty();
    }

    private static String text(Expression operand, String what, Position position) {
        if (operand instanceof Expression.Literal literal
                && literal.value() instanceof String text) {
            return text;
        }
        throw new TensorFlareException(
                ErrorCode.UNSUPPORTED,
                position,
                what + " must be a constant string such as 'month'");
    }

    /** Options that are not given are empty. */
    private static Expression padded(
            Function function, Type type, List<Expression> given, int width, Position position) {
        List<Expression> operands = new ArrayList<>(given);
        while (operands.size() < width) {
            operands.add(Calls.literal(""));
        }
        return Calls.of(function, type, position, operands);
    }

    private static Expression extracted(Type type, List<Expression> given, Position position) {
        List<Expression> operands = new ArrayList<>(given);
        if (operands.size() == 2) {
            operands.add(Calls.literal(0, Type.BIGINT));
        }
        operands.set(2, Calls.cast(operands.get(2), Type.BIGINT, position));
        return padded(Function.REGEXP_EXTRACT, type, operands, 4, position);
    }

    private static Expression like(
            Function function, List<Expression> operands, Position position) {
        Expression escape = operands.size() > 2 ? operands.get(2) : Calls.literal("");
        if (!(escape instanceof Expression.Literal literal)
                || ((String) literal.value()).codePointCount(0, ((String) literal.value()).length())
                        > 1) {
            throw new TensorFlareException(
                    ErrorCode.TYPE, position, "the escape of LIKE must be one character");
        }
        checkPattern(operands.get(1), (String) literal.value(), position);
        return Calls.of(function, Type.BOOLEAN, position, operands.get(0), operands.get(1), escape);
    }

    private static void checkPattern(Expression pattern, String escape, Position position) {
        if (escape.isEmpty()
                || !(pattern instanceof Expression.Literal literal)
                || !(literal.value() instanceof String text)) {
            return;
        }
        for (int at = text.indexOf(escape); at >= 0; ) {
            int escaped = at + escape.length();
            if (escaped == text.length()) {
                throw new TensorFlareException(
                        ErrorCode.DATA,
                        position,
                        "a LIKE pattern ends with its escape character; write it twice to mean itself");
            }
            at = text.indexOf(escape, escaped + Character.charCount(text.codePointAt(escaped)));
        }
    }

    private static Expression plain(
            Function function, Type type, List<Expression> operands, Position position) {
        return switch (function) {
            case SQRT,
                    POWER,
                    EXP,
                    LN,
                    LOG10,
                    LOG2,
                    SIN,
                    COS,
                    TAN,
                    ASIN,
                    ACOS,
                    ATAN,
                    ATAN2,
                    DEGREES,
                    RADIANS ->
                    doubles(function, type, operands, position);
            case CONCAT ->
                    Calls.of(function, type, position, flattened(function, operands, position));
            case AND -> Calls.of(function, type, position, flattened(function, operands, position));
            case OR ->
                    Calls.or(
                            Disjunctions.gathered(flattened(function, operands, position)),
                            position);
            case SUBSTRING, LEFT, RIGHT, REPEAT, SPLIT_PART ->
                    Calls.of(function, type, position, counted(operands, Type.BIGINT, position));
            case REGEXP_MATCHES, REGEXP_FULL_MATCH -> padded(function, type, operands, 3, position);
            case REGEXP_REPLACE -> padded(function, type, operands, 4, position);
            case REGEXP_EXTRACT -> extracted(type, operands, position);
            case ROUND, TRUNCATE -> rounded(function, type, operands, position);
            case FLOOR, CEIL, ABS, NEGATE, SIGN ->
                    number(function, type, operands.get(0), position);
            case CHR ->
                    Calls.of(function, type, position, counted(operands, Type.INTEGER, position));
            case DAYS_BETWEEN -> DateTimes.between(operands.get(0), operands.get(1), position);
            default -> Calls.of(function, type, position, operands);
        };
    }

    private static Expression doubles(
            Function function, Type type, List<Expression> operands, Position position) {
        List<Expression> converted =
                operands.stream()
                        .map(operand -> Calls.cast(operand, Type.DOUBLE, position))
                        .toList();
        return Calls.cast(Calls.of(function, Type.DOUBLE, position, converted), type, position);
    }

    /** Numbers among the operands in one type; they are counts and places. */
    private static List<Expression> counted(
            List<Expression> operands, Type type, Position position) {
        return operands.stream()
                .map(
                        operand ->
                                TypeRules.isNumeric(operand.type())
                                        ? Calls.cast(operand, type, position)
                                        : operand)
                .toList();
    }

    private static List<Expression> flattened(
            Function function, List<Expression> operands, Position position) {
        List<Expression> flat = new ArrayList<>();
        for (Expression operand : operands) {
            if (operand instanceof Expression.Call call && call.function() == function) {
                flat.addAll(call.operands());
            } else {
                flat.add(
                        function == Function.CONCAT
                                ? Calls.cast(operand, Type.VARCHAR, position)
                                : operand);
            }
        }
        return flat;
    }

    private static Expression rounded(
            Function function, Type type, List<Expression> operands, Position position) {
        if (TypeRules.isInteger(operands.get(0).type()) && operands.size() == 1) {
            return Calls.cast(operands.get(0), type, position);
        }
        List<Expression> converted = new ArrayList<>(operands);
        if (operands.size() > 1) {
            converted.set(1, Calls.cast(operands.get(1), Type.INTEGER, position));
        }
        return Calls.cast(
                Calls.of(function, operands.get(0).type(), position, converted), type, position);
    }

    private static Expression number(
            Function function, Type type, Expression operand, Position position) {
        if (!TypeRules.isNumeric(operand.type())) {
            return Calls.of(function, type, position, operand);
        }
        boolean whole =
                TypeRules.isInteger(operand.type())
                        && (function == Function.FLOOR || function == Function.CEIL);
        if (whole) {
            return Calls.cast(operand, type, position);
        }
        return type.kind() == Type.Kind.DECIMAL
                ? Calls.of(function, type, position, operand)
                : Calls.of(function, type, position, Calls.cast(operand, type, position));
    }

    /** Functions whose operands stand in another order, or whose plan form has more of them. */
    private static Expression rearranged(
            RexCall call, Type type, List<Expression> operands, Position position) {
        SqlOperator operator = call.getOperator();
        if (operator == Functions.CONCAT_ALL) {
            List<Expression> texts =
                    operands.stream()
                            .map(
                                    operand ->
                                            withoutNull(
                                                    Calls.cast(operand, Type.VARCHAR, position),
                                                    position))
                            .toList();
            return texts.size() == 1
                    ? texts.get(0)
                    : Calls.of(Function.CONCAT, Type.VARCHAR, position, texts);
        }
        if (operator == SqlStdOperatorTable.POSITION && operands.size() == 2) {
            return Calls.cast(
                    Calls.of(Function.POSITION, Type.BIGINT, position, operands), type, position);
        }
        if (operator == Functions.STRPOS) {
            return Calls.of(
                    Function.POSITION, Type.BIGINT, position, operands.get(1), operands.get(0));
        }
        if (operator == Functions.LPAD || operator == Functions.RPAD) {
            Expression filling = operands.size() > 2 ? operands.get(2) : Calls.literal(" ");
            Expression length = Calls.cast(operands.get(1), Type.BIGINT, position);
            return Calls.of(
                    operator == Functions.LPAD ? Function.LPAD : Function.RPAD,
                    type,
                    position,
                    operands.get(0),
                    length,
                    filling);
        }
        if (operator == Functions.LTRIM || operator == Functions.RTRIM) {
            Expression characters = operands.size() > 1 ? operands.get(1) : Calls.literal(" ");
            return Calls.of(
                    operator == Functions.LTRIM ? Function.TRIM_LEADING : Function.TRIM_TRAILING,
                    type,
                    position,
                    operands.get(0),
                    characters);
        }
        if (operator == SqlStdOperatorTable.TRIM) {
            return trim(call, type, operands, position);
        }
        if (operator == Functions.IFNULL
                || operator == Functions.GREATEST
                || operator == Functions.LEAST
                || operator == SqlStdOperatorTable.COALESCE) {
            Function function =
                    operator == Functions.GREATEST
                            ? Function.GREATEST
                            : operator == Functions.LEAST ? Function.LEAST : Function.COALESCE;
            return Calls.of(
                    function,
                    type,
                    position,
                    operands.stream().map(operand -> Calls.cast(operand, type, position)).toList());
        }
        String kind = Character.isLetter(operator.getName().charAt(0)) ? "function " : "operator ";
        throw ExpressionTranslator.unsupported(
                kind + operator.getName() + " is not supported yet", position);
    }

    private static Expression withoutNull(Expression text, Position position) {
        return text.nullable()
                ? Calls.of(Function.COALESCE, Type.VARCHAR, position, text, Calls.literal(""))
                : text;
    }

    private static Expression trim(
            RexCall call, Type type, List<Expression> operands, Position position) {
        SqlTrimFunction.Flag flag =
                ((RexLiteral) call.getOperands().get(0)).getValueAs(SqlTrimFunction.Flag.class);
        Function function =
                switch (flag) {
                    case BOTH -> Function.TRIM;
                    case LEADING -> Function.TRIM_LEADING;
                    case TRAILING -> Function.TRIM_TRAILING;
                };
        return Calls.of(function, type, position, operands.get(2), operands.get(1));
    }
}
