package io.tensorflare.engine;

import io.tensorflare.jni.Native;
import java.nio.ByteBuffer;

/** The native engine: its memory budget, its part of the worker pool. */
final class NativeEngine implements AutoCloseable {
    private final NativeHandle handle;

    NativeEngine(int threads, long memoryBytes) {
        ByteBuffer error = NativeErrors.allocate();
        handle =
                new NativeHandle(
                        Native.engineOpen(threads, memoryBytes, error), error, Native::engineClose);
    }

    long address() {
        return handle.address();
    }

    @Override
    public void close() {
        handle.close();
    }
}
