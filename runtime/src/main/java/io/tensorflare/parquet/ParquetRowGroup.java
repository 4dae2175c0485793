package io.tensorflare.parquet;

import java.util.List;

/** A row group: its rows and one chunk for each leaf column. */
public record ParquetRowGroup(long rows, List<ParquetChunk> chunks) {
    public ParquetRowGroup {
        chunks = List.copyOf(chunks);
    }
}
