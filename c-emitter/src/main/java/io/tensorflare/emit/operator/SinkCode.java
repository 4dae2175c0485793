package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;

/** The end of a pipeline as C. */
interface SinkCode {
    /** Before the first block of a morsel. */
    void begin(CWriter c);

    /** For each block. */
    void consume(CWriter c, Batch batch);

    /** After the last block of a morsel. */
    void end(CWriter c);
}
