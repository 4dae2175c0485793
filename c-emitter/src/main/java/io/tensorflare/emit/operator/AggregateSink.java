package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Column;
import java.util.ArrayList;
import java.util.List;

/** An aggregation with DISTINCT calls: rows reach the groups and the tables of distinct values. */
final class AggregateSink implements SinkCode {
    private final SinkCode groups;
    private final Node node;
    private final Place place;
    private final List<Column> columns;
    private final List<DistinctFill> fills = new ArrayList<>();

    AggregateSink(SinkCode inner, Groups groups, Place place) {
        this.groups = inner;
        this.node = groups.node();
        this.place = place;
        this.columns = groups.plan().input().columns();
        groups.distinct().forEach(table -> fills.add(new DistinctFill(groups, table, place)));
    }

    @Override
    public void begin(CWriter c) {
        groups.begin(c);
    }

    @Override
    public void consume(CWriter c, Batch batch) {
        int[] later = new int[columns.size()];
        System.arraycopy(Uses.of(node), 0, later, 0, later.length);
        Batch rows =
                batch.isDense()
                        ? batch
                        : new Compaction(place, columns)
                                .write(
                                        c,
                                        batch,
                                        later,
                                        new int[columns.size()],
                                        (inside, cells, index) -> {});
        groups.consume(c, rows);
        fills.forEach(fill -> fill.consume(c, rows));
    }

    @Override
    public void end(CWriter c) {
        groups.end(c);
    }
}
