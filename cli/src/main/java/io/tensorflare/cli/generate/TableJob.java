package io.tensorflare.cli.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * A table to write into one file: the rows of part {@code i} of {@code parts} become row groups of
 * their own.
 */
record TableJob<R>(OutputTable<R> table, Path target, int parts, IntFunction<Iterable<R>> rows) {
    TableJob {
        if (parts < 1) {
            throw new IllegalArgumentException("expected at least one part, got " + parts);
        }
    }

    MemoryFile encode(int part, Encoding encoding) throws IOException {
        return table.encode(rows.apply(part), encoding);
    }
}
