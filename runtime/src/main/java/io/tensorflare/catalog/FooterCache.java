package io.tensorflare.catalog;

import io.tensorflare.parquet.FileIdentity;
import io.tensorflare.parquet.FooterReader;
import io.tensorflare.parquet.ParquetFooter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Footers by path, read again when the file has changed. */
public final class FooterCache {
    private final Map<Path, ParquetFooter> footers = new ConcurrentHashMap<>();

    /** The footer of the file as it is now. */
    public ParquetFooter get(Path path) {
        ParquetFooter known = footers.get(path);
        if (known != null && known.identity().equals(FileIdentity.of(path))) {
            return known;
        }
        ParquetFooter fresh = FooterReader.read(path);
        footers.put(path, fresh);
        return fresh;
    }
}
