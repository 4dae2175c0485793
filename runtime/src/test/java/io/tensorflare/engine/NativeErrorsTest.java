package io.tensorflare.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NativeErrorsTest {
    @Test
    void anAssumptionIsForTheEngineAlone() {
        RuntimeException exception = NativeErrors.exception(error(13, "two rows have the key 7"));
        assertInstanceOf(AssumptionException.class, exception);
        assertEquals("two rows have the key 7", exception.getMessage());
    }

    @Test
    void mistakesHaveACodeAndASentence() {
        RuntimeException exception = NativeErrors.exception(error(2, "division by zero."));
        assertEquals(
                ErrorCode.DIVISION_BY_ZERO,
                assertInstanceOf(TensorFlareException.class, exception).code());
    }

    private static ByteBuffer error(int code, String message) {
        ByteBuffer error = NativeErrors.allocate();
        error.putInt(0, code).putInt(Integer.BYTES, -1);
        error.put(2 * Integer.BYTES, message.getBytes(StandardCharsets.UTF_8));
        return error;
    }
}
