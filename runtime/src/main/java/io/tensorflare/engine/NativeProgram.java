package io.tensorflare.engine;

import io.tensorflare.jni.Native;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A compiled program, loaded. Queries that run keep it in memory. */
final class NativeProgram implements AutoCloseable {
    private static final int PARAMETERS_SIZE = 0;

    /** What the loader says of a file system without execution. */
    private static final String NO_EXECUTION = "failed to map segment";

    private final NativeHandle handle;
    private final long parametersSize;

    /** Loads a shared object that this user's compiler made: loading runs it. */
    NativeProgram(Path library) {
        ByteBuffer error = NativeErrors.allocate();
        handle = open(library, error);
        long[] numbers = new long[Native.COMPILED_NUMBERS];
        Native.compiledNumbers(handle.address(), numbers);
        parametersSize = numbers[PARAMETERS_SIZE];
    }

    private static NativeHandle open(Path library, ByteBuffer error) {
        long address = Native.compiledOpen(Native.text(library.toString()), error);
        try {
            return new NativeHandle(address, error, Native::compiledClose);
        } catch (TensorFlareException refused) {
            if (!refused.getMessage().contains(NO_EXECUTION)) {
                throw refused;
            }
            throw new TensorFlareException(
                    ErrorCode.CACHE,
                    "compiled queries cannot be loaded from '"
                            + library.getParent()
                            + "', which is mounted noexec; name another folder in TENSORFLARE_CACHE");
        }
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
