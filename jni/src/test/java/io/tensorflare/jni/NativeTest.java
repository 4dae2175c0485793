package io.tensorflare.jni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

class NativeTest {
    private final ByteBuffer error =
            ByteBuffer.allocateDirect(Native.ERROR_SIZE).order(ByteOrder.nativeOrder());

    private int code() {
        return error.getInt(0);
    }

    private String message() {
        byte[] bytes = new byte[Native.ERROR_SIZE - 8];
        error.get(8, bytes);
        int end = 0;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    @Test
    void theLoadedLibraryIsTheOneThatTheClassesWereBuiltWith() {
        assertEquals(LibraryProperties.buildHash(), Native.buildHash());
    }

    @Test
    void anEngineTellsItsBudget() {
        long engine = Native.engineOpen(2, 64 << 20, error);
        assertNotEquals(0, engine, this::message);
        long[] numbers = new long[Native.ENGINE_NUMBERS];
        Native.engineNumbers(engine, numbers);
        assertArrayEquals(new long[] {64 << 20, 0, 0}, numbers);
        Native.engineClose(engine);
    }

    @Test
    void anErrorComesByValue() {
        assertEquals(0, Native.engineOpen(0, 64 << 20, error));
        assertEquals(12, code());
        assertEquals("an engine of 0 threads and 67108864 bytes", message());
    }

    @Test
    void aProgramThatIsNotThereIsAnErrorWithItsName() {
        assertEquals(0, Native.compiledOpen(Native.text("/nowhere/schön.so"), error));
        assertEquals(11, code());
        assertTrue(message().contains("/nowhere/schön.so"), this::message);
    }

    @Test
    void aFileThatIsNotThereIsAnErrorWithItsName() {
        ByteBuffer layout = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        layout.putInt(0, 1);
        long file =
                Native.fileOpen(
                        Native.text("/nowhere/a.parquet"), new long[3], layout, 16, 0, error);
        assertEquals(0, file);
        assertEquals(7, code());
        assertTrue(message().contains("/nowhere/a.parquet"), this::message);
    }

    @Test
    void aProcessTellsItsExitCodeAndWhatItSaid() {
        byte[] arguments =
                "/bin/sh\0-c\0echo \"$GREETING\" >&2; exit 7\0".getBytes(StandardCharsets.UTF_8);
        byte[] environment = "GREETING=hello\0".getBytes(StandardCharsets.UTF_8);
        ByteBuffer output = ByteBuffer.allocateDirect(100);
        long[] numbers = new long[Native.SPAWN_NUMBERS];
        int failed =
                Native.spawn(
                        arguments,
                        arguments.length,
                        3,
                        environment,
                        environment.length,
                        1,
                        Native.text("/"),
                        10_000,
                        null,
                        output,
                        100,
                        numbers,
                        error);
        assertEquals(0, failed, this::message);
        assertEquals(7, numbers[0]);
        assertEquals(
                "hello\n",
                StandardCharsets.UTF_8.decode(output.limit((int) numbers[3])).toString());
    }

    @Test
    void textWithAZeroCharacterIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Native.text("a\0b"));
    }

    @Test
    void aViewSeesTheMemoryAtItsAddress() {
        assertEquals(0, Native.view(0, 0).remaining());
        BytePointer memory = new BytePointer(16);
        memory.putLong(8, 42);
        ByteBuffer view = Native.view(memory.address(), 16);
        assertEquals(16, view.remaining());
        assertEquals(42, view.getLong(8));
        memory.close();
    }
}
