package io.tensorflare.bench;

/** An engine that is ready to answer one question. */
interface Peer extends AutoCloseable {
    /** Runs the question to its last row. */
    Answer answer();

    @Override
    void close();
}
