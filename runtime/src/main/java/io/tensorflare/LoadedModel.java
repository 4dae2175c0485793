package io.tensorflare;

/**
 * A model in native memory, shared by all queries. Closed once, after the last query that uses it.
 */
public interface LoadedModel extends AutoCloseable {
    /** Returns the address of its {@code flare_model}. */
    long handle();

    @Override
    void close();
}
