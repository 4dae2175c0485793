package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
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
    }

    @Override
    public void begin(CWriter c) {
        slots = array.declareSlots(c, place.names());
        DirectArray.declareRows(c, groups, slots, "struct " + groups.tag() + " ", "groups");
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
}
