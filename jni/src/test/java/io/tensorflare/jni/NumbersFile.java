package io.tensorflare.jni;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A Parquet file without footer: one column of 0, 1, 2, ... as PLAIN int64, uncompressed, one page
 * a row group; and the layout of it that a footer would have given.
 */
record NumbersFile(Path path, ByteBuffer layout) {
    private static final int CHUNK_SIZE = 48;
    private static final int INT64 = 2;

    static NumbersFile write(Path path, int rowGroups, int rows) throws IOException {
        ByteBuffer layout =
                ByteBuffer.allocateDirect(16 + rowGroups * (8 + CHUNK_SIZE))
                        .order(ByteOrder.nativeOrder())
                        .putInt(1)
                        .putInt(rowGroups)
                        .putInt(1)
                        .putInt(0);
        for (int i = 0; i < rowGroups; i++) {
            layout.putLong(rows);
        }
        byte[] header = pageHeader(rows);
        ByteBuffer file =
                ByteBuffer.allocate(rowGroups * (header.length + rows * 8))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (long next = 0; file.hasRemaining(); next += rows) {
            layout.putLong(file.position())
                    .putLong(header.length + rows * 8L)
                    .putLong(rows)
                    .putInt(0)
                    .putInt(INT64)
                    .putInt(0)
                    .putInt(0)
                    .putInt(0)
                    .putInt(0);
            file.put(header);
            for (int row = 0; row < rows; row++) {
                file.putLong(next + row);
            }
        }
        Files.write(path, file.array());
        return new NumbersFile(path, layout.flip());
    }

    /** A Thrift struct in the compact protocol: type, two sizes, and the header of a data page. */
    private static byte[] pageHeader(int rows) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        putInt(header, 0);
        putInt(header, rows * 8);
        putInt(header, rows * 8);
        header.write(0x2C);
        putInt(header, rows);
        putInt(header, 0);
        putInt(header, 3);
        putInt(header, 3);
        header.write(0);
        header.write(0);
        return header.toByteArray();
    }

    private static void putInt(ByteArrayOutputStream header, int value) {
        header.write(0x15);
        int left = value << 1;
        for (; left >= 0x80; left >>>= 7) {
            header.write(left | 0x80);
        }
        header.write(left);
    }

    /** Byte size, time of change, and no inode. */
    long[] identity() throws IOException {
        long modified =
                Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.NANOSECONDS);
        return new long[] {Files.size(path), modified, 0};
    }

    void cut(long byteSize) throws IOException {
        try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
            channel.truncate(byteSize);
        }
    }
}
