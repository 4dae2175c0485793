package io.tensorflare.engine;

import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** An address of something native, closed once. */
final class NativeHandle implements AutoCloseable {
    private final LongConsumer closer;
    private long address;

    /**
     * @param address 0 if opening failed: then {@code error} says why, and it is thrown
     */
    NativeHandle(long address, ByteBuffer error, LongConsumer closer) {
        if (address == 0) {
            throw NativeErrors.exception(error);
        }
        this.address = address;
        this.closer = closer;
    }

    synchronized long address() {
        if (address == 0) {
            throw new IllegalStateException("already closed");
        }
        return address;
    }

    /** Does something with the address, unless this is closed; closing waits meanwhile. */
    synchronized void ifOpen(LongConsumer use) {
        if (address != 0) {
            use.accept(address);
        }
    }

    /** Twice does no harm. */
    @Override
    public synchronized void close() {
        if (address != 0) {
            closer.accept(address);
            address = 0;
        }
    }
}
