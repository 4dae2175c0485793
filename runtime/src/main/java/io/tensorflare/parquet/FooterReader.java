package io.tensorflare.parquet;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * Reads the footer of a Parquet file. Every mishap is a {@link TensorFlareException} that names the
 * file.
 */
public final class FooterReader {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER = 8;
    private static final int PAGE_HEADER = 256;

    private FooterReader() {}

    public static ParquetFooter read(Path path) {
        FileIdentity identity = FileIdentity.of(path.toAbsolutePath().normalize());
        try {
            return footer(
                    identity, Util.readFileMetaData(new ByteArrayInputStream(bytes(identity))));
        } catch (IOException | RuntimeException e) {
            if (e instanceof TensorFlareException mistake) {
                throw mistake;
            }
            throw new TensorFlareException(
                    ErrorCode.FORMAT,
                    io.tensorflare.plan.Position.UNKNOWN,
                    broken(path, e.getMessage()),
                    e);
        }
    }

    /**
     * How many entries a chunk's dictionary has; empty if it has none or cannot be read: an
     * estimate is no place for errors.
     */
    public static OptionalLong dictionarySize(Path path, ParquetChunk chunk) {
        int length = (int) Math.min(PAGE_HEADER, chunk.byteSize());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            PageHeader header =
                    Util.readPageHeader(
                            new ByteArrayInputStream(
                                    readFully(channel, chunk.offset(), length).array()));
            boolean dictionary =
                    header.getType() == PageType.DICTIONARY_PAGE
                            && header.isSetDictionary_page_header();
            return dictionary
                    ? OptionalLong.of(header.getDictionary_page_header().getNum_values())
                    : OptionalLong.empty();
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    private static String broken(Path path, String detail) {
        return "file '"
                + path
                + "' has a damaged Parquet footer: "
                + detail
                + "; write the file again";
    }

    /**
     * The footer's bytes, which stand before its length (4 bytes) and the magic number at the end
     * of the file.
     */
    private static byte[] bytes(FileIdentity identity) throws IOException {
        Path path = identity.path();
        if (identity.byteSize() < MAGIC.length + TRAILER) {
            throw notParquet(path, "it has only " + identity.byteSize() + " bytes");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer trailer =
                    readFully(channel, identity.byteSize() - TRAILER, TRAILER)
                            .order(ByteOrder.LITTLE_ENDIAN);
            int length = trailer.getInt();
            byte[] magic = new byte[MAGIC.length];
            trailer.get(magic);
            if (!java.util.Arrays.equals(magic, MAGIC)) {
                throw notParquet(
                        path, "it does not end in PAR1, so it is another format or was cut short");
            }
            if (length <= 0 || length > identity.byteSize() - TRAILER - MAGIC.length) {
                throw new TensorFlareException(
                        ErrorCode.FORMAT,
                        broken(path, "its length of " + length + " bytes does not fit the file"));
            }
            return readFully(channel, identity.byteSize() - TRAILER - length, length).array();
        }
    }

    private static TensorFlareException notParquet(Path path, String why) {
        return new TensorFlareException(
                ErrorCode.FORMAT, "file '" + path + "' is not Parquet: " + why);
    }

    private static ByteBuffer readFully(FileChannel channel, long offset, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("the file ends early");
            }
        }
        return buffer.flip();
    }

    private static ParquetFooter footer(FileIdentity identity, FileMetaData data) {
        List<SchemaElement> schema = data.getSchema();
        if (schema.isEmpty() || schema.get(0).getNum_children() <= 0) {
            throw new IllegalArgumentException("it has no columns");
        }
        SchemaReader reader = new SchemaReader(schema);
        List<ParquetColumn> columns = reader.columns();
        List<ParquetRowGroup> groups = new ArrayList<>();
        long rows = 0;
        for (RowGroup group : data.getRow_groups()) {
            if (group.getColumns().size() != reader.leafCount() || group.getNum_rows() < 0) {
                throw new IllegalArgumentException(
                        "row group "
                                + groups.size()
                                + " has "
                                + group.getColumns().size()
                                + " chunks for "
                                + reader.leafCount()
                                + " columns");
            }
            groups.add(
                    new ParquetRowGroup(
                            group.getNum_rows(), chunks(group, columns, reader.leafCount())));
            rows = Math.addExact(rows, group.getNum_rows());
        }
        return new ParquetFooter(identity, rows, columns, reader.leafCount(), groups);
    }

    private static List<ParquetChunk> chunks(
            RowGroup group, List<ParquetColumn> columns, int leafCount) {
        ParquetColumn[] byLeaf = new ParquetColumn[leafCount];
        columns.stream()
                .filter(column -> column.leaf() >= 0)
                .forEach(column -> byLeaf[column.leaf()] = column);
        List<ParquetChunk> chunks = new ArrayList<>();
        for (int leaf = 0; leaf < leafCount; leaf++) {
            chunks.add(chunk(group.getColumns().get(leaf), byLeaf[leaf]));
        }
        return chunks;
    }

    private static ParquetChunk chunk(ColumnChunk chunk, ParquetColumn column) {
        ColumnMetaData data = chunk.getMeta_data();
        if (data == null || chunk.isSetFile_path()) {
            throw new IllegalArgumentException("columns in other files are not supported");
        }
        long dictionary = data.isSetDictionary_page_offset() ? data.getDictionary_page_offset() : 0;
        long offset =
                dictionary > 0
                        ? Math.min(dictionary, data.getData_page_offset())
                        : data.getData_page_offset();
        ChunkBounds bounds = ChunkBounds.of(data.getStatistics(), column);
        return new ParquetChunk(
                offset,
                data.getTotal_compressed_size(),
                data.getNum_values(),
                data.getCodec().getValue(),
                bounds.nulls(),
                bounds.minimum(),
                bounds.maximum(),
                distinct(data),
                isDictionaryCoded(data));
    }

    private static OptionalLong distinct(ColumnMetaData data) {
        boolean known = data.isSetStatistics() && data.getStatistics().isSetDistinct_count();
        return known
                ? OptionalLong.of(data.getStatistics().getDistinct_count())
                : OptionalLong.empty();
    }

    private static boolean isDictionaryCoded(ColumnMetaData data) {
        if (data.isSetEncoding_stats() && !data.getEncoding_stats().isEmpty()) {
            return data.getEncoding_stats().stream()
                    .filter(FooterReader::isData)
                    .allMatch(stats -> isDictionary(stats.getEncoding()));
        }
        List<Encoding> encodings = data.getEncodings();
        return encodings.stream().anyMatch(FooterReader::isDictionary)
                && encodings.stream()
                        .allMatch(
                                encoding ->
                                        isDictionary(encoding)
                                                || encoding == Encoding.RLE
                                                || encoding == Encoding.BIT_PACKED);
    }

    private static boolean isData(PageEncodingStats stats) {
        return stats.getCount() > 0
                && (stats.getPage_type() == PageType.DATA_PAGE
                        || stats.getPage_type() == PageType.DATA_PAGE_V2);
    }

    private static boolean isDictionary(Encoding encoding) {
        return encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
    }
}
