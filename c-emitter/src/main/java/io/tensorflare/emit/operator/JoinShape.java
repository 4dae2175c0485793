package io.tensorflare.emit.operator;

import io.tensorflare.emit.expression.Walk;
import io.tensorflare.pipeline.Rooted;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a join asks for, and which columns of its sides that takes.
 *
 * @param keys pairs of columns by which partners are found; none where every pair is tested
 * @param residual conjuncts that a pair has to pass besides
 */
record JoinShape(Plan.Join plan, List<JoinMethod.Key> keys, List<Expression> residual) {
    static JoinShape of(Plan.Join plan) {
        boolean keyed =
                plan.method() instanceof JoinMethod.Keyed method
                        && !hasOneRow(plan)
                        && !isVague(plan, method);
        return keyed
                ? new JoinShape(
                        plan,
                        ((JoinMethod.Keyed) plan.method()).keys(),
                        ((JoinMethod.Keyed) plan.method()).residual())
                : new JoinShape(plan, List.of(), conjuncts(plan.condition()));
    }

    /** MARK asks which pairs are NULL: with several conjuncts, keys alone cannot tell. */
    private static boolean isVague(Plan.Join plan, JoinMethod.Keyed method) {
        boolean several = method.keys().size() > 1 || !method.residual().isEmpty();
        return plan.kind() == Plan.Join.Kind.MARK
                && several
                && method.keys().stream().anyMatch(key -> isStrictNullable(plan, key));
    }

    private static boolean isStrictNullable(Plan.Join plan, JoinMethod.Key key) {
        boolean nullable =
                plan.left().columns().get(key.left()).nullable()
                        || plan.right().columns().get(key.right()).nullable();
        return nullable && !key.nullsEqual();
    }

    private static boolean hasOneRow(Plan.Join plan) {
        return Rooted.rows(plan.right()).compareTo(BigInteger.ONE) <= 0 && !revisits(plan.kind());
    }

    private static List<Expression> conjuncts(Expression condition) {
        if (condition instanceof Expression.Call call && call.function() == Function.AND) {
            List<Expression> all = new ArrayList<>();
            call.operands().forEach(operand -> all.addAll(conjuncts(operand)));
            return all;
        }
        boolean isTrue =
                condition instanceof Expression.Literal literal
                        && Boolean.TRUE.equals(literal.value());
        return isTrue ? List.of() : List.of(condition);
    }

    /** The residual condition as one expression; there is one. */
    Expression condition() {
        return residual.size() == 1
                ? residual.get(0)
                : Expression.call(
                        Function.AND,
                        Type.BOOLEAN,
                        Position.UNKNOWN,
                        residual.toArray(Expression[]::new));
    }

    Plan.Join.Kind kind() {
        return plan.kind();
    }

    /** Whether the right side has at most one row for certain, which all of the left look at. */
    boolean isOneRow() {
        return hasOneRow(plan);
    }

    /** Whether no row of the left has a second partner by its keys. */
    boolean isUnique() {
        return !keys.isEmpty() && plan.method().isUnique();
    }

    /** Whether rows of the right come out after those of the left have passed. */
    boolean revisits() {
        return revisits(kind());
    }

    private static boolean revisits(Plan.Join.Kind kind) {
        return switch (kind) {
            case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> true;
            case INNER, LEFT, SEMI, ANTI, MARK -> false;
        };
    }

    /** Whether rows of the left come out though they have no partner. */
    boolean keepsLeft() {
        return switch (kind()) {
            case LEFT, FULL, ANTI, MARK -> true;
            case INNER, RIGHT, SEMI, RIGHT_SEMI, RIGHT_ANTI -> false;
        };
    }

    /** Whether pairs come out, or are looked at one by one. */
    boolean hasPairs() {
        return switch (kind()) {
            case INNER, LEFT, RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> true;
            case SEMI, ANTI, MARK -> false;
        };
    }

    int leftWidth() {
        return plan.left().columns().size();
    }

    int rightWidth() {
        return plan.right().columns().size();
    }

    int outputWidth() {
        return plan.columns().size();
    }

    /** Whether a key of one of the sides may be NULL and then has no partner. */
    boolean isStrictNullable(JoinMethod.Key key) {
        return isStrictNullable(plan, key);
    }

    /** Whether the answer for a row depends on whether its key is NULL. */
    boolean asksForNulls() {
        return kind() == Plan.Join.Kind.MARK
                && residual.isEmpty()
                && keys.stream().anyMatch(this::isStrictNullable);
    }

    /**
     * The key of the left that has the value of a column of the right wherever they are partners.
     */
    OptionalInt twin(int right) {
        for (JoinMethod.Key key : keys) {
            Type.Kind type = plan.right().columns().get(right).type().kind();
            boolean exact = type != Type.Kind.REAL && type != Type.Kind.DOUBLE;
            if (key.right() == right && exact) {
                return OptionalInt.of(key.left());
            }
        }
        return OptionalInt.empty();
    }

    /** Uses of the output's columns, of those on the left. */
    private int[] ofLeft(int[] output) {
        boolean none = kind() == Plan.Join.Kind.RIGHT_SEMI || kind() == Plan.Join.Kind.RIGHT_ANTI;
        return none ? new int[leftWidth()] : Arrays.copyOf(output, leftWidth());
    }

    /** Uses of the output's columns, of those on the right. */
    int[] ofRight(int[] output) {
        return switch (kind()) {
            case INNER, LEFT, RIGHT, FULL ->
                    Arrays.copyOfRange(output, leftWidth(), leftWidth() + rightWidth());
            case RIGHT_SEMI, RIGHT_ANTI -> output.clone();
            case SEMI, ANTI, MARK -> new int[rightWidth()];
        };
    }

    /** How often the left's columns are used for an output that is used so. */
    int[] left(int[] output, boolean withKeys) {
        int[] uses = ofLeft(output);
        int[] right = pairRight(output);
        residual.forEach(
                conjunct ->
                        Walk.columns(conjunct).stream()
                                .filter(column -> column.index() < leftWidth())
                                .forEach(column -> uses[column.index()]++));
        for (int i = 0; i < right.length; i++) {
            if (twin(i).isPresent()) {
                uses[twin(i).getAsInt()] += right[i];
            }
        }
        if (withKeys || asksForNulls()) {
            keys.forEach(key -> uses[key.left()]++);
        }
        return uses;
    }

    /** How often columns of a partner are read, apart from those that the left has as well. */
    int[] right(int[] output) {
        int[] uses = pairRight(output);
        for (int i = 0; i < uses.length; i++) {
            uses[i] = twin(i).isPresent() ? 0 : uses[i];
        }
        return uses;
    }

    private int[] pairRight(int[] output) {
        boolean later = kind() == Plan.Join.Kind.RIGHT_SEMI || kind() == Plan.Join.Kind.RIGHT_ANTI;
        int[] uses = later ? new int[rightWidth()] : ofRight(output);
        residual.forEach(
                conjunct ->
                        Walk.columns(conjunct).stream()
                                .filter(column -> column.index() >= leftWidth())
                                .forEach(column -> uses[column.index() - leftWidth()]++));
        return uses;
    }
}
