package io.tensorflare.tensorflow;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Memory for one {@code flare_error}: {@code | code int32 | position int32 | message, ended by zero
 * |}.
 */
final class NativeError {
    private static final int MESSAGE = 8;
    private static final int SIZE = MESSAGE + 512;

    /** Numbers of {@code flare_error_code} that a model can raise; others are faults of ours. */
    private static final int OUT_OF_MEMORY = 5;

    private static final int MODEL = 10;

    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

    ByteBuffer buffer() {
        return buffer;
    }

    RuntimeException exception() {
        return switch (buffer.getInt(0)) {
            case OUT_OF_MEMORY -> new TensorFlareException(ErrorCode.MEMORY, message());
            case MODEL -> new TensorFlareException(ErrorCode.MODEL, message());
            default -> new IllegalStateException("a native model failed: " + message());
        };
    }

    private String message() {
        int end = MESSAGE;
        while (end < SIZE && buffer.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - MESSAGE];
        buffer.get(MESSAGE, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
