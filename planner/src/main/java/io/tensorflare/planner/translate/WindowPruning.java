package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.WindowCall;
import io.tensorflare.plan.WindowFrame;
import io.tensorflare.plan.WindowFunction;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/** Leaves out the calls of a window that nobody reads, and the whole window without calls. */
final class WindowPruning {
    private WindowPruning() {}

    static Pruning.Pruned prune(Plan.Window window, BitSet needed) {
        int width = window.input().columns().size();
        List<WindowCall> calls =
                needed.stream()
                        .filter(i -> i >= width)
                        .mapToObj(i -> window.calls().get(i - width))
                        .toList();
        BitSet below = needed.get(0, width);
        if (!calls.isEmpty()) {
            window.partition().forEach(below::set);
            window.order().forEach(key -> below.set(key.column()));
        }
        for (WindowCall call : calls) {
            below.or(call.function().columns());
            call.function().expressions().forEach(expression -> Columns.collect(expression, below));
        }
        Pruning.Pruned input = Pruning.prune(window.input(), below);
        int[] moved = Arrays.copyOf(input.moved(), width + window.calls().size());
        Arrays.fill(moved, width, moved.length, -1);
        int next = input.plan().columns().size();
        for (int i = needed.nextSetBit(width); i >= 0; i = needed.nextSetBit(i + 1)) {
            moved[i] = next++;
        }
        return calls.isEmpty()
                ? new Pruning.Pruned(input.plan(), moved)
                : new Pruning.Pruned(rebound(window, calls, input), moved);
    }

    private static Plan.Window rebound(
            Plan.Window window, List<WindowCall> calls, Pruning.Pruned input) {
        Moved moved = new Moved(input);
        return new Plan.Window(
                input.plan(),
                window.partition().stream().map(moved::column).toList(),
                window.order().stream()
                        .map(
                                key ->
                                        new Plan.Sort.Key(
                                                moved.column(key.column()),
                                                key.direction(),
                                                key.nulls()))
                        .toList(),
                calls.stream()
                        .map(
                                call ->
                                        new WindowCall(
                                                call.function().accept(moved),
                                                call.column(),
                                                call.position()))
                        .toList());
    }

    /** The same function over columns that have moved. */
    private record Moved(Pruning.Pruned input) implements WindowFunction.Visitor<WindowFunction> {
        int column(int column) {
            return input.moved()[column];
        }

        private OptionalInt column(OptionalInt column) {
            return column.isPresent() ? OptionalInt.of(column(column.getAsInt())) : column;
        }

        private Expression expression(Expression expression) {
            return input.rebound(List.of(expression)).get(0);
        }

        private WindowFrame frame(WindowFrame frame) {
            return new WindowFrame(frame.unit(), bound(frame.start()), bound(frame.end()));
        }

        private WindowFrame.Bound bound(WindowFrame.Bound bound) {
            if (bound instanceof WindowFrame.Bound.Preceding preceding) {
                return new WindowFrame.Bound.Preceding(expression(preceding.distance()));
            }
            if (bound instanceof WindowFrame.Bound.Following following) {
                return new WindowFrame.Bound.Following(expression(following.distance()));
            }
            return bound instanceof WindowFrame.Bound.Limit limit
                    ? new WindowFrame.Bound.Limit(column(limit.column()))
                    : bound;
        }

        @Override
        public WindowFunction visit(WindowFunction.Ranking ranking) {
            return ranking;
        }

        @Override
        public WindowFunction visit(WindowFunction.Ntile ntile) {
            return new WindowFunction.Ntile(expression(ntile.parts()));
        }

        @Override
        public WindowFunction visit(WindowFunction.Shift shift) {
            return new WindowFunction.Shift(
                    shift.way(),
                    column(shift.argument()),
                    expression(shift.rows()),
                    shift.otherwise().map(this::expression),
                    shift.ignoreNulls());
        }

        @Override
        public WindowFunction visit(WindowFunction.End end) {
            return new WindowFunction.End(
                    end.side(), column(end.argument()), end.ignoreNulls(), frame(end.frame()));
        }

        @Override
        public WindowFunction visit(WindowFunction.Nth nth) {
            return new WindowFunction.Nth(
                    column(nth.argument()),
                    expression(nth.number()),
                    nth.ignoreNulls(),
                    frame(nth.frame()));
        }

        @Override
        public WindowFunction visit(WindowFunction.Framed framed) {
            return new WindowFunction.Framed(
                    framed.kind(),
                    column(framed.argument()),
                    column(framed.filter()),
                    frame(framed.frame()));
        }
    }
}
