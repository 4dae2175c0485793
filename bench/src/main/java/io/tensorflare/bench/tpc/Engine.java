package io.tensorflare.bench.tpc;

/** An engine that is open, with tables. Used by one thread. */
interface Engine extends AutoCloseable {
    /** Runs a query to its last row. */
    Answer answer(String sql);

    /** Workers of a query from now on. */
    void useThreads(int threads);

    @Override
    void close();
}
