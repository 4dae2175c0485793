package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;

/** Notes in rows of the right side that they have a partner; the left's rows end here. */
final class MatchSink implements SinkCode {
    private final ProbeStep probe;

    MatchSink(JoinTable table, Place place) {
        this.probe = new ProbeStep(table, place);
    }

    @Override
    public void begin(CWriter c) {}

    @Override
    public void consume(CWriter c, Batch batch) {
        probe.match(c, batch);
    }

    @Override
    public void end(CWriter c) {}
}
