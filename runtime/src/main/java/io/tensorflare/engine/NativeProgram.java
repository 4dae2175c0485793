package io.tensorflare.engine;

import io.tensorflare.jni.Native;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A compiled program, loaded. Queries that run keep it in memory. */
final class NativeProgram implements AutoCloseable {
    private static final int PARAMETERS_SIZE = 0;

    private final NativeHandle handle;
    private final long parametersSize;

    /** Loads a shared object that this user's compiler made: loading runs it. */
    NativeProgram(Path library) {
        ByteBuffer error = NativeErrors.allocate();
        handle =
                new NativeHandle(
                        Native.compiledOpen(Native.text(library.toString()), error),
                        error,
                        Native::compiledClose);
        long[] numbers = new long[Native.COMPILED_NUMBERS];
        Native.compiledNumbers(handle.address(), numbers);
        parametersSize = numbers[PARAMETERS_SIZE];
    }

    long address() {
        return handle.address();
    }

    /** Bytes of the parameter struct, as the compiler laid it out. */
    long parametersSize() {
        return parametersSize;
    }

    @Override
    public void close() {
        handle.close();
    }
}
