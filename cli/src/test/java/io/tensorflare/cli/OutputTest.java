package io.tensorflare.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void writesUtf8() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Output out = new Output(bytes)) {
            out.append("é\u4e2d");
        }
        assertArrayEquals("é\u4e2d".getBytes(StandardCharsets.UTF_8), bytes.toByteArray());
    }

    @Test
    void tellsAClosedPipeFromOtherTrouble() {
        assertThrows(
                Output.ClosedPipe.class,
                () -> new Output(failing("Broken pipe")).append('x').flush());
        IOException full =
                assertThrows(
                        IOException.class,
                        () -> new Output(failing("No space left on device")).append('x').flush());
        assertEquals("No space left on device", full.getMessage());
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
