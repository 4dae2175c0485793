package io.tensorflare.engine;

import io.tensorflare.parquet.ParquetChunk;
import io.tensorflare.parquet.ParquetColumn;
import io.tensorflare.parquet.ParquetFooter;
import io.tensorflare.parquet.ParquetRowGroup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Packs a footer for the native side: {@code | flare_layout | int64 rows[] | flare_chunk chunks[][]
 * |} of file.h.
 */
final class FileLayout {
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 16;
    private static final int CHUNK_BYTES = 48;

    private FileLayout() {}

    /** A direct buffer, little-endian, from its first byte to its limit. */
    static ByteBuffer pack(ParquetFooter footer) {
        int groups = footer.groups().size();
        long size =
                HEADER_BYTES
                        + (long) groups * (Long.BYTES + (long) footer.leafCount() * CHUNK_BYTES);
        ByteBuffer layout =
                ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        layout.putInt(VERSION).putInt(groups).putInt(footer.leafCount()).putInt(0);
        footer.groups().forEach(group -> layout.putLong(group.rows()));
        ParquetColumn[] columns = new ParquetColumn[footer.leafCount()];
        footer.columns().stream()
                .filter(column -> column.leaf() >= 0)
                .forEach(column -> columns[column.leaf()] = column);
        for (ParquetRowGroup group : footer.groups()) {
            for (int leaf = 0; leaf < columns.length; leaf++) {
                put(layout, group.chunks().get(leaf), columns[leaf]);
            }
        }
        return layout.flip();
    }

    /**
     * Leaves of nested columns have no column of ours; a repetition level says that they cannot be
     * read.
     */
    private static void put(ByteBuffer layout, ParquetChunk chunk, ParquetColumn column) {
        boolean flat = column != null && column.isSupported();
        layout.putLong(chunk.offset()).putLong(chunk.byteSize()).putLong(chunk.values());
        layout.putInt(chunk.codec());
        layout.putInt(flat ? column.physicalType() : 0).putInt(flat ? column.typeLength() : 0);
        layout.putInt(flat ? column.conversion().code() : 0);
        layout.putInt(flat && column.nullable() ? 1 : 0).putInt(flat ? 0 : 1);
    }
}
