package io.tensorflare.cli.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * A table to write into one file: part {@code i} of {@code parts} gives the rows of the file's i-th
 * row group.
 */
record TableJob<R>(OutputTable<R> table, Path target, int parts, IntFunction<Iterable<R>> rows) {
    TableJob {
        if (parts < 1) {
            throw new IllegalArgumentException("expected at least one part, got " + parts);
        }
    }

    MemoryFile encode(int part) throws IOException {
        return table.encode(rows.apply(part));
    }
}
