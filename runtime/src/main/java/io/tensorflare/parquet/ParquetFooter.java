package io.tensorflare.parquet;

import java.util.List;

/** A file's footer. */
public record ParquetFooter(
        FileIdentity identity,
        long rows,
        List<ParquetColumn> columns,
        int leafCount,
        List<ParquetRowGroup> groups) {
    public ParquetFooter {
        columns = List.copyOf(columns);
        groups = List.copyOf(groups);
    }
}
