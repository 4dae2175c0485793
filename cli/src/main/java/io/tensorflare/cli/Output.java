package io.tensorflare.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Standard output in UTF-8, whatever the locale. Where a reader has gone, writing ends in {@link
 * ClosedPipe}.
 */
final class Output extends Writer {
    private static final int BUFFER = 1 << 16;

    private final Writer writer;

    /** Nobody reads any more: no error, and no reason to go on. */
    static final class ClosedPipe extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedPipe(IOException cause) {
            super(cause);
        }
    }

    Output(OutputStream stream) {
        writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), BUFFER);
    }

    /** Opens this process's standard output. */
    static Output standard() {
        return new Output(new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        try {
            writer.write(text, offset, length);
        } catch (IOException failure) {
            throw explain(failure);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            writer.flush();
        } catch (IOException failure) {
            throw explain(failure);
        }
    }

    /** Flushes; the stream stays open, as it belongs to the process. */
    @Override
    public void close() throws IOException {
        flush();
    }

    private static IOException explain(IOException failure) {
        if (String.valueOf(failure.getMessage()).contains("Broken pipe")) {
            throw new ClosedPipe(failure);
        }
        return failure;
    }
}
