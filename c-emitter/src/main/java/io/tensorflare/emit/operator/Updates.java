package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes how a row changes the running values of its group. */
final class Updates {
    private final Groups groups;
    private final Place place;
    private final Function<Accumulator, CExpr> target;
    private final Function<Accumulator, CExpr> seen;

    /**
     * @param target the C place of a running value, such as {@code group->total}
     */
    Updates(
            Groups groups,
            Place place,
            Function<Accumulator, CExpr> target,
            Function<Accumulator, CExpr> seen) {
        this.groups = groups;
        this.place = place;
        this.target = target;
        this.seen = seen;
    }

    private record Intake(Accumulator accumulator, CExpr value) {}

    /** How one running value changes. */
    @FunctionalInterface
    private interface Change {
        void write(Accumulator accumulator, CExpr value);
    }

    /** Updates under one condition are written together. */
    void write(CWriter c, List<Cell> cells, List<Accumulator> accumulators) {
        write(
                c,
                cells,
                accumulators,
                (accumulator, value) ->
                        accumulator.update(
                                c,
                                target.apply(accumulator),
                                seen.apply(accumulator),
                                value,
                                groups.strings()));
    }

    /** Takes a row out again that was taken in. */
    void remove(CWriter c, List<Cell> cells, List<Accumulator> accumulators) {
        write(
                c,
                cells,
                accumulators,
                (accumulator, value) -> accumulator.remove(c, target.apply(accumulator), value));
    }

    private void write(CWriter c, List<Cell> cells, List<Accumulator> accumulators, Change change) {
        Map<String, List<Intake>> byCondition = new LinkedHashMap<>();
        Map<String, CExpr> conditions = new LinkedHashMap<>();
        for (Accumulator accumulator : accumulators) {
            CExpr condition =
                    accumulator.filter().isPresent()
                            ? cells.get(accumulator.filter().getAsInt()).value(c).truth()
                            : CExpr.truth(true);
            CExpr value = CExpr.number(CType.INT64, 1);
            if (accumulator.argument().isPresent()) {
                Value argument = argument(c, cells, accumulator, condition);
                condition = condition.and(argument.valid());
                value = argument.code();
            }
            conditions.put(condition.text(), condition);
            byCondition
                    .computeIfAbsent(condition.text(), key -> new java.util.ArrayList<>())
                    .add(new Intake(accumulator, value));
        }
        byCondition.forEach((text, intakes) -> write(c, conditions.get(text), intakes, change));
    }

    private Value argument(CWriter c, List<Cell> cells, Accumulator accumulator, CExpr condition) {
        int column = accumulator.argument().getAsInt();
        Value value = cells.get(column).value(c);
        if (accumulator.kind() == Accumulator.Kind.MOMENTS) {
            return Conversions.toDouble(value, groups.plan().input().columns().get(column).type());
        }
        boolean again =
                accumulator.kind() == Accumulator.Kind.MINIMUM
                        || accumulator.kind() == Accumulator.Kind.MAXIMUM;
        boolean simple = value.code().text().length() < 40 && value.hazard() == Value.Hazard.NONE;
        return again && !simple && condition.isTrue() ? kept(c, cells, accumulator, value) : value;
    }

    /**
     * The value in a variable. Its condition stays as it is, so that it is written beside the count
     * that tells whether it is the first.
     */
    private Value kept(CWriter c, List<Cell> cells, Accumulator accumulator, Value value) {
        Value guarded =
                new Value(value.guarded(), CExpr.truth(true), value.range(), value.hazard());
        return place.expressions(cells, groups.note(), c)
                .keep(guarded, accumulator.field() + "_value")
                .withValid(value.valid());
    }

    private void write(CWriter c, CExpr condition, List<Intake> intakes, Change change) {
        Runnable body =
                () -> {
                    for (Intake intake : intakes) {
                        change.write(intake.accumulator(), intake.value());
                        c.note(groups.note());
                    }
                };
        if (condition.isTrue()) {
            body.run();
        } else {
            c.block("if ($)", body, condition);
        }
    }

    /** How often each input column is used by these. */
    static int[] uses(List<Accumulator> accumulators, int columns) {
        int[] uses = new int[columns];
        for (Accumulator accumulator : accumulators) {
            accumulator.filter().ifPresent(column -> uses[column]++);
            boolean countsOnly = accumulator.kind() == Accumulator.Kind.COUNT;
            accumulator
                    .argument()
                    .ifPresent(
                            column ->
                                    uses[column] =
                                            countsOnly
                                                    ? Math.max(uses[column], 1)
                                                    : uses[column] + 1);
        }
        return uses;
    }
}
