package io.tensorflare.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * The first values of a chunk's first plain page, to learn how often values repeat. What cannot be
 * read gives none: an estimate is no place for errors.
 */
public final class PageSample {
    private static final int MOST_VALUES = 8_192;
    private static final int HEADER = 1_024;
    private static final int MOST_PAGES = 64;
    private static final int UNCOMPRESSED = 0;
    private static final int SNAPPY = 1;

    private PageSample() {}

    /** Stored whole numbers of a chunk without nulls, in their order; at most some thousands. */
    public static long[] of(Path path, ParquetChunk chunk, ParquetColumn column) {
        boolean whole =
                column.physicalType() == Type.INT32.getValue()
                        || column.physicalType() == Type.INT64.getValue();
        boolean readable = chunk.codec() == UNCOMPRESSED || chunk.codec() == SNAPPY;
        if (!whole || !readable || chunk.nulls().orElse(1) != 0) {
            return new long[0];
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return values(channel, chunk, column);
        } catch (IOException | RuntimeException e) {
            return new long[0];
        }
    }

    private static long[] values(FileChannel channel, ParquetChunk chunk, ParquetColumn column)
            throws IOException {
        long offset = chunk.offset();
        for (int i = 0; i < MOST_PAGES && offset < chunk.offset() + chunk.byteSize(); i++) {
            ByteArrayInputStream bytes = new ByteArrayInputStream(read(channel, offset, HEADER));
            int before = bytes.available();
            PageHeader header = Util.readPageHeader(bytes);
            offset += before - bytes.available();
            if (isPlain(header)) {
                return decoded(channel, offset, header, chunk, column);
            }
            offset += header.getCompressed_page_size();
        }
        return new long[0];
    }

    private static boolean isPlain(PageHeader header) {
        return header.getType() == PageType.DATA_PAGE
                        && header.getData_page_header().getEncoding() == Encoding.PLAIN
                || header.getType() == PageType.DATA_PAGE_V2
                        && header.getData_page_header_v2().getEncoding() == Encoding.PLAIN;
    }

    private static long[] decoded(
            FileChannel channel,
            long offset,
            PageHeader header,
            ParquetChunk chunk,
            ParquetColumn column)
            throws IOException {
        int width = column.physicalType() == Type.INT32.getValue() ? Integer.BYTES : Long.BYTES;
        int levels = 0;
        int count =
                header.isSetData_page_header()
                        ? header.getData_page_header().getNum_values()
                        : header.getData_page_header_v2().getNum_values();
        if (header.isSetData_page_header_v2()) {
            levels =
                    header.getData_page_header_v2().getDefinition_levels_byte_length()
                            + header.getData_page_header_v2().getRepetition_levels_byte_length();
        }
        int most = Math.min(count, MOST_VALUES) * width + HEADER;
        int stored = Math.min(header.getCompressed_page_size() - levels, 2 * most);
        byte[] raw = read(channel, offset + levels, stored);
        byte[] page = chunk.codec() == SNAPPY ? SnappyPrefix.of(raw, most) : raw;
        ByteBuffer buffer = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        if (header.isSetData_page_header() && column.nullable()) {
            int length = buffer.getInt();
            buffer.position(buffer.position() + length);
        }
        long[] values =
                new long[Math.min(Math.min(count, MOST_VALUES), buffer.remaining() / width)];
        for (int i = 0; i < values.length; i++) {
            values[i] = width == Integer.BYTES ? buffer.getInt() : buffer.getLong();
        }
        return values;
    }

    /** The bytes at an offset, fewer at the file's end. */
    private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // until all is read or the file ends
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
