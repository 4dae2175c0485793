package io.tensorflare.engine;

import io.tensorflare.jni.Native;
import java.nio.ByteBuffer;

/** A batch of result rows in native memory; its buffers are valid until it is closed. */
public final class NativeBatch implements AutoCloseable {
    private static final int VALIDITY = 1;
    private static final int VALUES = 2;
    private static final int BYTES = 4;

    private final NativeHandle handle;
    private long[] numbers = {};

    NativeBatch(long address) {
        handle = new NativeHandle(address, NativeErrors.allocate(), Native::batchRelease);
    }

    /** Reads what the batch holds; to be called before the others. */
    public NativeBatch describe(int columnCount) {
        numbers = new long[1 + columnCount * Native.BATCH_NUMBERS];
        Native.batchNumbers(handle.address(), numbers);
        return this;
    }

    public int rows() {
        return (int) numbers[0];
    }

    public int nullCount(int column) {
        return (int) number(column, 0);
    }

    /** The bitmap of valid rows; empty where there is no null. */
    public ByteBuffer validity(int column) {
        long address = number(column, VALIDITY);
        return Native.view(address, address == 0 ? 0 : (rows() + 7) / 8);
    }

    /** Values, or offsets of strings. */
    public ByteBuffer values(int column) {
        return Native.view(number(column, VALUES), number(column, VALUES + 1));
    }

    public ByteBuffer bytes(int column) {
        return Native.view(number(column, BYTES), number(column, BYTES + 1));
    }

    private long number(int column, int which) {
        return numbers[1 + column * Native.BATCH_NUMBERS + which];
    }

    @Override
    public void close() {
        handle.close();
    }
}
