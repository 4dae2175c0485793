package io.tensorflare.parquet;

import io.tensorflare.plan.Type;

/**
 * A top-level column of a file's schema.
 *
 * @param leaf number of its column chunk in every row group; -1 for nested columns
 * @param type its SQL type, as far as it is supported
 * @param unsupported why it cannot be read, or empty
 */
public record ParquetColumn(
        String name,
        int leaf,
        Type type,
        boolean nullable,
        int physicalType,
        int typeLength,
        Conversion conversion,
        String unsupported) {

    public boolean isSupported() {
        return unsupported.isEmpty();
    }
}
