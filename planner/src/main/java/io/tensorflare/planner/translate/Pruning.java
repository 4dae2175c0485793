package io.tensorflare.planner.translate;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/**
 * Leaves out columns that nobody reads, down to the scans; moves filters into scans; drops
 * projections that only rename or reorder. A model whose answer nobody reads is not run.
 */
public final class Pruning implements Plan.Visitor<Pruning.Pruned> {
    private final BitSet needed;

    private Pruning(BitSet needed) {
        this.needed = needed;
    }

    /**
     * What is left of a plan.
     *
     * @param moved for each old column its new number, or -1
     */
    record Pruned(Plan plan, int[] moved) {
        private Expression rebound(Expression expression, List<Column> columns) {
            return expression.accept(
                    new Substitution(
                            reference -> Columns.reference(columns, moved[reference.index()])));
        }

        List<Expression> rebound(List<Expression> expressions) {
            List<Column> columns = plan.columns();
            return expressions.stream().map(expression -> rebound(expression, columns)).toList();
        }

        private boolean isUnmoved(int width) {
            boolean same = plan.columns().size() == width;
            for (int i = 0; i < width && same; i++) {
                same = moved[i] == i;
            }
            return same;
        }
    }

    /** The plan with the same columns, each computed from no more than it needs. */
    public static Plan prune(Plan plan) {
        int width = plan.columns().size();
        BitSet all = new BitSet();
        all.set(0, width);
        return exactly(prune(plan, all), plan.columns());
    }

    static Pruned prune(Plan plan, BitSet needed) {
        return plan.accept(new Pruning(needed));
    }

    /** A projection to given columns, if they are not so already. */
    private static Plan exactly(Pruned pruned, List<Column> columns) {
        if (pruned.isUnmoved(columns.size())) {
            return Renaming.rename(pruned.plan(), columns.stream().map(Column::name).toList());
        }
        List<Expression> references = new ArrayList<>();
        List<Column> from = pruned.plan().columns();
        for (int i = 0; i < columns.size(); i++) {
            references.add(Columns.reference(from, pruned.moved()[i]));
        }
        return new Plan.Project(
                pruned.plan(), columns.stream().map(Column::name).toList(), references);
    }

    /** Numbers the columns of a set from 0. */
    private static int[] compacted(BitSet kept, int width) {
        int[] moved = new int[width];
        Arrays.fill(moved, -1);
        int next = 0;
        for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
            moved[i] = next++;
        }
        return moved;
    }

    private static BitSet used(List<Expression> expressions) {
        BitSet used = new BitSet();
        expressions.forEach(expression -> Columns.collect(expression, used));
        return used;
    }

    private BitSet neededAnd(List<Expression> expressions) {
        BitSet both = used(expressions);
        both.or(needed);
        return both;
    }

    @Override
    public Pruned visit(Plan.Scan scan) {
        BitSet kept = neededAnd(scan.filters());
        int[] moved = compacted(kept, scan.fields().size());
        List<Plan.Scan.Field> fields = kept.stream().mapToObj(scan.fields()::get).toList();
        Pruned bare =
                new Pruned(
                        new Plan.Scan(
                                scan.table(), fields, List.of(), scan.rows(), scan.position()),
                        moved);
        return new Pruned(
                new Plan.Scan(
                        scan.table(),
                        fields,
                        bare.rebound(scan.filters()),
                        scan.rows(),
                        scan.position()),
                moved);
    }

    @Override
    public Pruned visit(Plan.Values values) {
        List<Column> columns = needed.stream().mapToObj(values.columns()::get).toList();
        List<List<Expression>> rows =
                values.rows().stream()
                        .map(row -> needed.stream().mapToObj(row::get).toList())
                        .toList();
        return new Pruned(
                new Plan.Values(columns, rows), compacted(needed, values.columns().size()));
    }

    @Override
    public Pruned visit(Plan.Filter filter) {
        Pruned input = prune(filter.input(), neededAnd(filter.conjuncts()));
        List<Expression> conjuncts = new ArrayList<>(input.rebound(filter.conjuncts()));
        if (input.plan() instanceof Plan.Scan scan) {
            conjuncts.addAll(0, scan.filters());
            return new Pruned(
                    new Plan.Scan(
                            scan.table(),
                            scan.fields(),
                            Conjuncts.cheapestFirst(conjuncts),
                            scan.rows(),
                            scan.position()),
                    input.moved());
        }
        if (input.plan() instanceof Plan.Filter below) {
            conjuncts.addAll(0, below.conjuncts());
            return new Pruned(new Plan.Filter(below.input(), conjuncts), input.moved());
        }
        return new Pruned(new Plan.Filter(input.plan(), conjuncts), input.moved());
    }

    @Override
    public Pruned visit(Plan.Project project) {
        List<Expression> kept = needed.stream().mapToObj(project.expressions()::get).toList();
        Pruned input = prune(project.input(), used(kept));
        int[] moved = new int[project.expressions().size()];
        Arrays.fill(moved, -1);
        if (kept.stream()
                .allMatch(expression -> expression instanceof Expression.ColumnReference)) {
            needed.stream()
                    .forEach(
                            i ->
                                    moved[i] =
                                            input.moved()[
                                                    ((Expression.ColumnReference)
                                                                    project.expressions().get(i))
                                                            .index()]);
            return new Pruned(input.plan(), moved);
        }
        List<String> names = needed.stream().mapToObj(project.names()::get).toList();
        return new Pruned(
                merged(input.plan(), names, input.rebound(kept)),
                compacted(needed, project.expressions().size()));
    }

    /** A projection over another becomes one, unless that would compute something twice. */
    private static Plan merged(Plan input, List<String> names, List<Expression> expressions) {
        if (!(input instanceof Plan.Project below)) {
            return new Plan.Project(input, names, expressions);
        }
        int[] uses = new int[below.expressions().size()];
        expressions.forEach(expression -> count(expression, uses));
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] > 1 && !below.expressions().get(i).parts().isEmpty()) {
                return new Plan.Project(input, names, expressions);
            }
        }
        return new Plan.Project(
                below.input(),
                names,
                expressions.stream()
                        .map(expression -> Columns.substitute(expression, below.expressions()))
                        .toList());
    }

    private static void count(Expression expression, int[] uses) {
        if (expression instanceof Expression.ColumnReference reference) {
            uses[reference.index()]++;
        }
        expression.parts().forEach(child -> count(child, uses));
    }

    @Override
    public Pruned visit(Plan.Predict predict) {
        int width = predict.input().columns().size();
        BitSet below = needed.get(0, width);
        if (!needed.get(width)) {
            Pruned input = prune(predict.input(), below);
            int[] moved = Arrays.copyOf(input.moved(), width + 1);
            moved[width] = -1;
            return new Pruned(input.plan(), moved);
        }
        below.or(used(predict.arguments()));
        Pruned input = prune(predict.input(), below);
        int[] moved = Arrays.copyOf(input.moved(), width + 1);
        moved[width] = input.plan().columns().size();
        return new Pruned(
                new Plan.Predict(
                        input.plan(),
                        predict.model(),
                        input.rebound(predict.arguments()),
                        predict.name()),
                moved);
    }

    @Override
    public Pruned visit(Plan.Aggregate aggregate) {
        int keys = aggregate.keys().size();
        BitSet kept = (BitSet) needed.clone();
        kept.set(0, keys);
        if (kept.isEmpty()) {
            kept.set(0);
        }
        BitSet below = new BitSet();
        aggregate.keys().forEach(below::set);
        List<AggregateCall> calls =
                kept.stream()
                        .filter(i -> i >= keys)
                        .mapToObj(i -> aggregate.calls().get(i - keys))
                        .toList();
        for (AggregateCall call : calls) {
            call.argument().ifPresent(below::set);
            call.filter().ifPresent(below::set);
        }
        Pruned input = prune(aggregate.input(), below);
        List<Integer> moved = aggregate.keys().stream().map(key -> input.moved()[key]).toList();
        List<AggregateCall> rebound =
                calls.stream().map(call -> rebound(call, input.moved())).toList();
        return new Pruned(
                new Plan.Aggregate(input.plan(), moved, rebound, aggregate.aggregation()),
                compacted(kept, aggregate.columns().size()));
    }

    private static AggregateCall rebound(AggregateCall call, int[] moved) {
        return new AggregateCall(
                call.kind(),
                moved(call.argument(), moved),
                call.distinct(),
                moved(call.filter(), moved),
                call.column(),
                call.position());
    }

    private static OptionalInt moved(OptionalInt column, int[] moved) {
        return column.isPresent() ? OptionalInt.of(moved[column.getAsInt()]) : column;
    }

    @Override
    public Pruned visit(Plan.Sort sort) {
        BitSet below = (BitSet) needed.clone();
        sort.keys().forEach(key -> below.set(key.column()));
        Pruned input = prune(sort.input(), below);
        List<Plan.Sort.Key> keys =
                sort.keys().stream()
                        .map(
                                key ->
                                        new Plan.Sort.Key(
                                                input.moved()[key.column()],
                                                key.direction(),
                                                key.nulls()))
                        .toList();
        return new Pruned(
                new Plan.Sort(input.plan(), keys, sort.limit(), sort.offset()), input.moved());
    }

    @Override
    public Pruned visit(Plan.Limit limit) {
        Pruned input = prune(limit.input(), needed);
        return new Pruned(
                new Plan.Limit(input.plan(), limit.limit(), limit.offset()), input.moved());
    }

    @Override
    public Pruned visit(Plan.Window window) {
        return WindowPruning.prune(window, needed);
    }

    @Override
    public Pruned visit(Plan.Union union) {
        BitSet kept = (BitSet) needed.clone();
        if (kept.isEmpty()) {
            kept.set(0);
        }
        List<Column> columns = kept.stream().mapToObj(union.columns()::get).toList();
        List<Plan> inputs =
                union.inputs().stream()
                        .map(input -> selected(prune(input, kept), kept, columns))
                        .toList();
        return new Pruned(new Plan.Union(inputs, columns), compacted(kept, union.columns().size()));
    }

    /** The kept columns of a pruned plan, in order and without others. */
    private static Plan selected(Pruned pruned, BitSet kept, List<Column> columns) {
        int[] moved = kept.stream().map(i -> pruned.moved()[i]).toArray();
        return exactly(new Pruned(pruned.plan(), moved), columns);
    }

    @Override
    public Pruned visit(Plan.Join join) {
        int width = join.left().columns().size();
        BitSet used = used(List.of(join.condition()));
        needed.stream()
                .map(column -> Joins.inputColumn(join, column))
                .filter(column -> column >= 0)
                .forEach(used::set);
        Pruned left = prune(join.left(), used.get(0, width));
        Pruned right = prune(join.right(), used.get(width, Math.max(width, used.length())));
        int leftWidth = left.plan().columns().size();
        List<Column> both = new ArrayList<>(left.plan().columns());
        both.addAll(right.plan().columns());
        IntUnaryOperator input =
                i ->
                        i < width
                                ? left.moved()[i]
                                : right.moved()[i - width] < 0
                                        ? -1
                                        : leftWidth + right.moved()[i - width];
        Expression condition =
                join.condition()
                        .accept(
                                new Substitution(
                                        reference ->
                                                Columns.reference(
                                                        both,
                                                        input.applyAsInt(reference.index()))));
        List<Column> columns =
                Joins.columns(left.plan(), right.plan(), join.kind(), condition, List.of());
        int base = Joins.isRightOnly(join.kind()) ? leftWidth : 0;
        int[] moved = new int[join.columns().size()];
        for (int i = 0; i < moved.length; i++) {
            int from = Joins.inputColumn(join, i);
            int to = from < 0 ? leftWidth : input.applyAsInt(from);
            moved[i] = to < 0 ? -1 : to - base;
        }
        return new Pruned(
                new Plan.Join(
                        left.plan(),
                        right.plan(),
                        join.kind(),
                        condition,
                        join.method(),
                        named(columns, join, moved),
                        join.position()),
                moved);
    }

    /** The names that the join had given its columns, which are unique. */
    private static List<Column> named(List<Column> columns, Plan.Join join, int[] moved) {
        List<String> names = new ArrayList<>(columns.stream().map(Column::name).toList());
        for (int i = 0; i < moved.length; i++) {
            if (moved[i] >= 0) {
                names.set(moved[i], join.columns().get(i).name());
            }
        }
        return Columns.renamed(columns, names);
    }
}
