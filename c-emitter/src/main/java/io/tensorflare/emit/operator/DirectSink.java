package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import java.util.List;

/** Groups in an array: each worker has one of its own. */
final class DirectSink implements SinkCode {
    private final Groups groups;
    private final DirectArray array;
    private final Place place;
    private final List<Accumulator> mine;
    private List<CExpr> slots = List.of();

    DirectSink(Groups groups, Place place, List<Accumulator> mine) {
        this.groups = groups;
        this.array = groups.array().orElseThrow();
        this.place = place;
        this.mine = mine;
        String tag = groups.tag();
        place.local().add("int64_t", "slot_count", groups.note());
        place.local().add("struct " + tag + " *", "groups", groups.note());
        open(place.open(), tag);
        if (array.workers().isPresent()) {
            mergeInParts(tag);
        } else {
            merge(place.merge(), tag);
        }
    }

    /** Workers' arrays are gathered, then added to the first one part by part. */
    private void mergeInParts(String tag) {
        String arrays = array.workers().orElseThrow().arrays();
        String count = array.workers().orElseThrow().count();
        place.merge()
                .line("query->$[query->$++] = local->groups;", arrays, count)
                .line("query->$ = query->$[0];", groups.field(), arrays)
                .line("query->$ = local->slot_count;", array.countField());
        place.finish()
                .block(
                        "if (query->$ > 1)",
                        "merged",
                        () -> place.finish().line("query->$ = 1;", count),
                        count);
        CWriter c = place.part();
        String slots = array.countField();
        c.line("const int64_t from = query->$ * part / FLARE_PARTS;", slots);
        c.line("const int64_t to = query->$ * (part + 1) / FLARE_PARTS;", slots);
        c.block(
                "for (int32_t other = 1; other < query->$; other++)",
                () -> {
                    c.line("const struct $ *const groups = query->$[other];", tag, arrays);
                    c.block(
                            "for (int64_t slot = from; slot < to; slot++)",
                            () -> mergeSlot(c, tag));
                },
                count);
    }

    private void mergeSlot(CWriter c, String tag) {
        CExpr rows =
                CExpr.name(CType.INT64, "groups[slot]." + groups.accumulators().rowCount().field());
        c.block(
                "if ($)",
                () -> c.line("merge_$(&query->$[slot], &groups[slot]);", tag, groups.field()),
                rows.compare("!=", zero()));
    }

    private void open(CWriter c, String tag) {
        CExpr count = CExpr.truth(true);
        for (DirectArray.Axis axis : array.axes()) {
            count = count.isTrue() ? axis.slots() : count.times(axis.slots());
        }
        c.line("local->slot_count = $;", count).note(groups.note());
        c.line(
                "local->groups = flare_allocate(worker, (uint64_t)local->slot_count * sizeof(struct $));",
                tag);
    }

    /** The first worker's array becomes the query's. */
    private void merge(CWriter c, String tag) {
        CExpr merged = CExpr.name(CType.INT64, "query->" + groups.field());
        c.either(
                merged.compare("==", CExpr.number(CType.INT64, 0)),
                then ->
                        then.line("$ = local->groups;", merged)
                                .line("query->$ = local->slot_count;", array.countField()),
                otherwise ->
                        otherwise.block(
                                "for (int64_t slot = 0; slot < local->slot_count; slot++)",
                                () ->
                                        otherwise.line(
                                                "merge_$(&$[slot], &local->groups[slot]);",
                                                tag,
                                                merged)));
    }

    @Override
    public void begin(CWriter c) {
        c.line("struct $ *const groups = local->groups;", groups.tag());
        slots = array.declareSlots(c, place.names(), 1);
    }

    @Override
    public void consume(CWriter c, Batch batch) {
        place.loop(c, batch, () -> row(c, batch));
    }

    private void row(CWriter c, Batch batch) {
        int[] uses = Updates.uses(mine, groups.plan().input().columns().size());
        groups.keys().forEach(key -> uses[key.column()]++);
        List<Cell> cells = batch.enter(c, uses);
        CExpr index = null;
        for (int i = 0; i < array.axes().size(); i++) {
            CExpr along =
                    array.index(
                            c,
                            i,
                            cells.get(groups.keys().get(i).column()),
                            slots.get(i),
                            place,
                            groups.note());
            index = index == null ? along : index.times(slots.get(i)).plus(along);
        }
        c.line("struct $ *const group = &groups[$];", groups.tag(), index).note(groups.note());
        new Updates(
                        groups,
                        place,
                        accumulator -> groups.place("group", accumulator),
                        accumulator -> groups.seen("group", accumulator))
                .write(c, cells, mine);
    }

    @Override
    public void end(CWriter c) {}

    static CExpr zero() {
        return CExpr.number(CType.INT64, 0);
    }
}
