package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One group: sums and counts run in local variables, and reach the worker's struct once a morsel.
 */
final class SingleSink implements SinkCode {
    private final Groups groups;
    private final Place place;
    private final List<Accumulator> mine;
    private final Map<Accumulator, CExpr> locals = new HashMap<>();

    SingleSink(Groups groups, Place place, List<Accumulator> mine) {
        this.groups = groups;
        this.place = place;
        this.mine = mine;
        String own = place.local().add("struct " + groups.tag(), "totals", groups.note());
        place.built().add(Built.totals(groups, "local_" + place.number() + ", " + own));
        mine.stream().filter(Accumulator::isScalar).forEach(this::addLocal);
    }

    private void addLocal(Accumulator accumulator) {
        locals.put(
                accumulator,
                CExpr.name(accumulator.type(), place.names().unique(accumulator.field())));
    }

    @Override
    public void begin(CWriter c) {
        c.declaration(
                CExpr.name(CType.INT64, "totals"),
                "struct $ *const totals = &local->totals;",
                groups.tag());
        for (Accumulator accumulator : mine) {
            if (locals.containsKey(accumulator)) {
                c.line("$ $ = 0;", accumulator.declared(), locals.get(accumulator))
                        .note(groups.note());
            }
        }
    }

    @Override
    public void consume(CWriter c, Batch batch) {
        List<Accumulator> perBlock = new ArrayList<>();
        List<Accumulator> perRow = new ArrayList<>();
        for (Accumulator accumulator : mine) {
            boolean counts =
                    batch.isDense()
                            && accumulator.kind() == Accumulator.Kind.COUNT
                            && accumulator.argument().isEmpty()
                            && accumulator.filter().isEmpty()
                            && mine.stream()
                                    .noneMatch(
                                            other ->
                                                    other.seen()
                                                            .equals(
                                                                    Optional.of(
                                                                            accumulator.field())));
            (counts ? perBlock : perRow).add(accumulator);
        }
        if (!perRow.isEmpty()) {
            place.loop(c, batch, () -> update(c, batch, perRow));
        }
        perBlock.forEach(
                count -> c.line("$ += $;", target(count), batch.total()).note(groups.note()));
    }

    private void update(CWriter c, Batch batch, List<Accumulator> accumulators) {
        int columns = groups.plan().input().columns().size();
        List<Cell> cells = batch.enter(c, Updates.uses(accumulators, columns));
        new Updates(groups, place, this::target, this::seen).write(c, cells, accumulators);
    }

    private CExpr target(Accumulator accumulator) {
        return locals.getOrDefault(accumulator, groups.place("totals", accumulator));
    }

    /**
     * Counts that others look at are of the whole worker: what this morsel has counted and what
     * came before.
     */
    private CExpr seen(Accumulator accumulator) {
        CExpr before = groups.seen("totals", accumulator);
        return accumulator
                .seen()
                .flatMap(
                        name ->
                                mine.stream()
                                        .filter(other -> other.field().equals(name))
                                        .findFirst())
                .map(count -> locals.containsKey(count) ? before.plus(locals.get(count)) : before)
                .orElse(before);
    }

    @Override
    public void end(CWriter c) {
        for (Accumulator accumulator : mine) {
            if (locals.containsKey(accumulator)) {
                c.line("$ += $;", groups.place("totals", accumulator), locals.get(accumulator));
            }
        }
    }
}
