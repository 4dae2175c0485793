package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An aggregation with DISTINCT calls: rows reach the groups and the tables of distinct values.
 * Where the groups take nothing from rows, and a table of distinct values meets every one of them,
 * its values alone make the groups afterwards.
 */
final class AggregateSink implements SinkCode {
    private final Optional<SinkCode> groups;
    private final Node node;
    private final Place place;
    private final List<Column> columns;
    private final List<DistinctFill> fills = new ArrayList<>();

    /**
     * @param inner how rows reach the groups; empty where distinct values make them
     */
    AggregateSink(Optional<SinkCode> inner, Groups groups, Place place) {
        this.groups = inner;
        this.node = groups.node();
        this.place = place;
        this.columns = groups.plan().input().columns();
        groups.distinct().forEach(table -> fills.add(new DistinctFill(groups, table, place)));
    }

    @Override
    public void begin(CWriter c) {
        groups.ifPresent(sink -> sink.begin(c));
    }

    @Override
    public void consume(CWriter c, Batch batch) {
        if (groups.isEmpty() && fills.size() == 1) {
            fills.get(0).consume(c, batch);
            return;
        }
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
        groups.ifPresent(sink -> sink.consume(c, rows));
        fills.forEach(fill -> fill.consume(c, rows));
    }

    @Override
    public void end(CWriter c) {
        groups.ifPresent(sink -> sink.end(c));
    }
}
