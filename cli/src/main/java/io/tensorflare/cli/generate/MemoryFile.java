package io.tensorflare.cli.generate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet file in memory: written once, then read. */
final class MemoryFile implements OutputFile, InputFile {
    private final Bytes bytes = new Bytes();

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new PositionOutputStream() {
            @Override
            public long getPos() {
                return bytes.size();
            }

            @Override
            public void write(int value) {
                bytes.write(value);
            }

            @Override
            public void write(byte[] source, int offset, int length) {
                bytes.write(source, offset, length);
            }
        };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public long getLength() {
        return bytes.size();
    }

    @Override
    public SeekableInputStream newStream() {
        return new Reader(bytes.cursor());
    }

    private static final class Bytes extends ByteArrayOutputStream {
        Bytes() {
            super(1 << 20);
        }

        /** Reads what was written so far, without copying it. */
        Cursor cursor() {
            return new Cursor(buf, count);
        }
    }

    private static final class Cursor extends ByteArrayInputStream {
        Cursor(byte[] bytes, int count) {
            super(bytes, 0, count);
        }

        int position() {
            return pos;
        }

        void moveTo(long position) throws IOException {
            if (position < 0 || position > count) {
                throw new IOException(
                        "position " + position + " is outside a file of " + count + " bytes");
            }
            pos = (int) position;
        }
    }

    private static final class Reader extends DelegatingSeekableInputStream {
        private final Cursor cursor;

        Reader(Cursor cursor) {
            super(cursor);
            this.cursor = cursor;
        }

        @Override
        public long getPos() {
            return cursor.position();
        }

        @Override
        public void seek(long position) throws IOException {
            cursor.moveTo(position);
        }
    }
}
