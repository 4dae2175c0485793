package io.tensorflare.planner.optimize;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.translate.Calls;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.Conjuncts;
import io.tensorflare.planner.translate.Joins;
import io.tensorflare.planner.translate.Substitution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds the side of joins that all calls of an aggregate read, down to where no join is, and puts
 * its groups in its place.
 */
final class EarlySide {
    /** Makes the groups of a side. */
    interface Parts {
        /** The keys' columns, then one for each call; nothing where the side stays as it is. */
        Optional<Plan> of(Plan side, List<Integer> keys, List<Expression> values);
    }

    /**
     * A plan with groups in place of a side.
     *
     * @param moved for each old column that something above reads its new number, else -1
     * @param firstPart the number of the first call's column
     * @param optional whether rows come that have no group: the parts are NULL
     */
    record Replaced(Plan plan, int[] moved, int firstPart, boolean optional) {
        private Expression rebound(Expression expression) {
            List<Column> columns = plan.columns();
            List<Expression> values = new ArrayList<>();
            for (int to : moved) {
                values.add(to < 0 ? null : Columns.reference(columns, to));
            }
            return Columns.substitute(expression, values);
        }
    }

    private final Parts parts;
    private final Estimator estimator;
    private int calls;

    EarlySide(Parts parts, Estimator estimator) {
        this.parts = parts;
        this.estimator = estimator;
    }

    /** The aggregate's input with the groups of one side, if there is such a side. */
    Optional<Replaced> replaced(Plan.Aggregate aggregate) {
        calls = aggregate.calls().size();
        List<Expression> values = new ArrayList<>();
        for (AggregateCall call : aggregate.calls()) {
            call.argument().ifPresent(i -> values.add(Columns.reference(aggregate.input(), i)));
            call.filter().ifPresent(i -> values.add(Columns.reference(aggregate.input(), i)));
        }
        BitSet passed = new BitSet();
        aggregate.keys().forEach(passed::set);
        return calls == 0 ? Optional.empty() : below(aggregate.input(), values, passed);
    }

    /** Whether an expression can be computed for any row without an error. */
    static boolean isHarmless(Expression expression) {
        boolean harmless =
                expression instanceof Expression.ColumnReference
                        || expression instanceof Expression.Literal
                        || expression instanceof Expression.Null
                        || expression instanceof Expression.Case
                        || expression instanceof Expression.InList
                        || expression instanceof Expression.Call call && isHarmless(call);
        return harmless && expression.parts().stream().allMatch(EarlySide::isHarmless);
    }

    private static boolean isHarmless(Expression.Call call) {
        return switch (call.function()) {
            case ADD, SUBTRACT, MULTIPLY ->
                    call.type() instanceof Type.Decimal decimal && decimal.precision() < 38
                            || call.type().equals(Type.DOUBLE);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            case AND, OR, NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, COALESCE, LIKE -> true;
            default -> false;
        };
    }

    /**
     * Whether an expression is NULL where all columns are: what a row without partner gives to a
     * call.
     */
    private static boolean isStrict(Expression expression) {
        if (expression instanceof Expression.Call call) {
            return switch (call.function()) {
                case ADD, SUBTRACT, MULTIPLY ->
                        call.operands().stream().anyMatch(EarlySide::isStrict);
                case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                        call.operands().stream().anyMatch(EarlySide::isStrict);
                default -> false;
            };
        }
        return expression instanceof Expression.ColumnReference;
    }

    private Optional<Replaced> below(Plan plan, List<Expression> values, BitSet passed) {
        if (!JoinGraph.isTree(plan)) {
            return leaf(plan, values, passed);
        }
        if (plan instanceof Plan.Project project) {
            return project(project, values, passed);
        }
        if (plan instanceof Plan.Filter filter) {
            BitSet all = and(passed, filter.conjuncts());
            return below(filter.input(), values, all).map(input -> filter(filter, input));
        }
        return join((Plan.Join) plan, values, passed);
    }

    private static BitSet and(BitSet passed, List<Expression> expressions) {
        BitSet all = (BitSet) passed.clone();
        expressions.forEach(expression -> Columns.collect(expression, all));
        return all;
    }

    private Optional<Replaced> leaf(Plan plan, List<Expression> values, BitSet passed) {
        List<Integer> keys = passed.stream().boxed().toList();
        int[] moved = new int[plan.columns().size()];
        Arrays.fill(moved, -1);
        for (int i = 0; i < keys.size(); i++) {
            moved[keys.get(i)] = i;
        }
        return parts.of(plan, keys, values)
                .map(groups -> new Replaced(groups, moved, keys.size(), false));
    }

    private Optional<Replaced> project(
            Plan.Project project, List<Expression> values, BitSet passed) {
        List<Expression> below =
                values.stream()
                        .map(value -> Columns.substitute(value, project.expressions()))
                        .toList();
        List<Expression> kept = passed.stream().mapToObj(project.expressions()::get).toList();
        return below(project.input(), below, and(new BitSet(), kept))
                .map(input -> project(project, passed, input));
    }

    private Replaced project(Plan.Project project, BitSet passed, Replaced input) {
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int[] moved = new int[project.expressions().size()];
        Arrays.fill(moved, -1);
        for (int i : passed.stream().toArray()) {
            moved[i] = expressions.size();
            expressions.add(input.rebound(project.expressions().get(i)));
            names.add(project.names().get(i));
        }
        int firstPart = expressions.size();
        for (int i = 0; i < calls; i++) {
            Expression.ColumnReference part =
                    Columns.reference(input.plan(), input.firstPart() + i);
            expressions.add(part);
            names.add(part.name());
        }
        Plan plan = new Plan.Project(input.plan(), names, expressions);
        return new Replaced(plan, moved, firstPart, input.optional());
    }

    private static Replaced filter(Plan.Filter filter, Replaced input) {
        List<Expression> conjuncts = filter.conjuncts().stream().map(input::rebound).toList();
        return new Replaced(
                new Plan.Filter(input.plan(), conjuncts),
                input.moved(),
                input.firstPart(),
                input.optional());
    }

    private Optional<Replaced> join(Plan.Join join, List<Expression> values, BitSet passed) {
        int width = join.left().columns().size();
        BitSet read = and(new BitSet(), values);
        boolean both = keepsBoth(join.kind());
        boolean ofLeft = !both || read.isEmpty() ? !both || isLarger(join) : read.length() <= width;
        boolean ofRight = !ofLeft && (read.isEmpty() || read.nextSetBit(0) >= width);
        Plan.Join.Kind outer = ofLeft ? Plan.Join.Kind.RIGHT : Plan.Join.Kind.LEFT;
        if (join.kind() == outer && !values.stream().allMatch(EarlySide::isStrict)) {
            return Optional.empty();
        }
        if (ofLeft && (both || read.length() <= width)) {
            BitSet needed = and(passed, List.of(join.condition())).get(0, width);
            return below(join.left(), over(join.left(), values, 0), needed)
                    .map(left -> ofLeft(join, left));
        }
        return ofRight ? right(join, values, passed, width) : Optional.empty();
    }

    private boolean isLarger(Plan.Join join) {
        return estimator.rows(join.left()) >= estimator.rows(join.right());
    }

    private static boolean keepsBoth(Plan.Join.Kind kind) {
        return switch (kind) {
            case INNER, LEFT, RIGHT, FULL -> true;
            case SEMI, ANTI, RIGHT_SEMI, RIGHT_ANTI, MARK -> false;
        };
    }

    private static Replaced ofLeft(Plan.Join join, Replaced left) {
        int width = join.left().columns().size();
        int newWidth = left.plan().columns().size();
        int[] both = Arrays.copyOf(left.moved(), width + join.right().columns().size());
        for (int i = width; i < both.length; i++) {
            both[i] = newWidth + i - width;
        }
        Plan joined = joined(join, left.plan(), join.right(), both);
        int[] moved = Arrays.copyOf(both, join.columns().size());
        if (join.kind() == Plan.Join.Kind.MARK) {
            moved[width] = newWidth;
        }
        boolean optional = left.optional() || join.kind() == Plan.Join.Kind.RIGHT;
        return new Replaced(joined, moved, left.firstPart(), optional);
    }

    /** What an outer join asks of its right alone filters the rows before they are grouped. */
    private Optional<Replaced> right(
            Plan.Join join, List<Expression> values, BitSet passed, int width) {
        List<Expression> own = new ArrayList<>();
        List<Expression> shared = new ArrayList<>();
        for (Expression conjunct : Conjuncts.of(join.condition())) {
            BitSet used = and(new BitSet(), List.of(conjunct));
            boolean ofRight = join.kind() != Plan.Join.Kind.RIGHT && used.nextSetBit(0) >= width;
            (ofRight ? own : shared).add(conjunct);
        }
        Plan.Join rest = with(join, shared);
        BitSet needed = and(passed, shared);
        BitSet below = needed.get(width, Math.max(width, needed.length()));
        Plan right = join.right();
        Plan side = own.isEmpty() ? right : Filters.over(right, over(right, own, width));
        return below(side, over(right, values, width), below).map(groups -> ofRight(rest, groups));
    }

    /**
     * Expressions over one side of a join, whose first column is the {@code first}: what only the
     * outer join made nullable is not there.
     */
    private static List<Expression> over(Plan side, List<Expression> expressions, int first) {
        List<Column> columns = side.columns();
        Substitution substitution =
                new Substitution(
                        reference -> Columns.reference(columns, reference.index() - first));
        return substitution.rewrite(expressions);
    }

    private static Plan.Join with(Plan.Join join, List<Expression> conjuncts) {
        Expression condition =
                conjuncts.isEmpty() ? Calls.literal(true) : Calls.and(conjuncts, join.position());
        return new Plan.Join(
                join.left(),
                join.right(),
                join.kind(),
                condition,
                join.method(),
                join.columns(),
                join.position());
    }

    private static Replaced ofRight(Plan.Join join, Replaced right) {
        int width = join.left().columns().size();
        int[] moved = new int[width + right.moved().length];
        for (int i = 0; i < moved.length; i++) {
            int to = i < width ? i : right.moved()[i - width];
            moved[i] = i < width || to < 0 ? to : width + to;
        }
        boolean optional = right.optional() || join.kind() == Plan.Join.Kind.LEFT;
        return new Replaced(
                joined(join, join.left(), right.plan(), moved),
                moved,
                width + right.firstPart(),
                optional);
    }

    /** The join of other sides, whose columns have moved. */
    private static Plan joined(Plan.Join join, Plan left, Plan right, int[] moved) {
        List<Column> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        List<Expression> values = new ArrayList<>();
        for (int to : moved) {
            values.add(to < 0 ? null : Columns.reference(both, to));
        }
        Expression condition = Columns.substitute(join.condition(), values);
        return new Plan.Join(
                left,
                right,
                join.kind(),
                condition,
                join.method(),
                Joins.columns(left, right, join.kind(), condition, List.of()),
                join.position());
    }
}
