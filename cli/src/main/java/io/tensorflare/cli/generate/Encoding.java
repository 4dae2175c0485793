package io.tensorflare.cli.generate;

import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How rows become Parquet.
 *
 * @param rowGroupRows rows of a row group, nearly
 * @param pageRows rows of a page at most
 */
public record Encoding(int rowGroupRows, Codec codec, Pages pages, int pageRows) {
    /** As many rows as DuckDB puts into a row group, nearly. */
    public static final int DEFAULT_ROW_GROUP = 120_000;

    /** As parquet-java would write by itself. */
    private static final int DEFAULT_PAGE = 20_000;

    /** What pages are compressed with. */
    public enum Codec {
        SNAPPY,
        GZIP,
        ZSTD,
        UNCOMPRESSED
    }

    /** The version of page headers and of the encodings that come with it. */
    public enum Pages {
        V1,
        V2
    }

    public Encoding {
        if (rowGroupRows < 1 || pageRows < 1) {
            throw new IllegalArgumentException("row groups and pages have rows");
        }
    }

    /** Snappy, pages of version 1, dictionaries where they pay. */
    public static Encoding ofRowGroups(int rows) {
        return new Encoding(rows, Codec.SNAPPY, Pages.V1, DEFAULT_PAGE);
    }

    void configure(ParquetWriter.Builder<?, ?> builder) {
        builder.withCompressionCodec(CompressionCodecName.valueOf(codec.name()));
        builder.withWriterVersion(
                pages == Pages.V1 ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0);
        builder.withPageRowCountLimit(pageRows);
        // A few rows too many are no reason for another row group.
        builder.withRowGroupRowCountLimit(rowGroupRows + rowGroupRows / 2);
    }
}
