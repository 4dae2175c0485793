package io.tensorflare.cli.generate;

import io.tensorflare.ProgressListener;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the eight tables of TPC-H as Parquet, one file a table. */
public final class TpchGenerator {
    /** Below it a table would be empty. */
    public static final double SMALLEST_SCALE = 0.001;

    public static final double LARGEST_SCALE = 10_000;

    /** As many rows as DuckDB puts into a row group, nearly. */
    public static final int DEFAULT_ROW_GROUP = 120_000;

    private static final long BYTES_AT_SCALE_ONE = 400_000_000L;

    private final Target target;
    private final int threads;
    private final ProgressListener progress;

    /** Where the files go, and what happens to files of the same names. */
    public record Target(Path folder, Existing existing, int rowGroupRows) {}

    /** What happens to files that are already there. */
    public enum Existing {
        REFUSE,
        REPLACE
    }

    public TpchGenerator(Target target, int threads, ProgressListener progress) {
        this.target = target;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Writes all tables at a scale factor; 1 gives 6 001 215 rows of lineitem in about 400 MB.
     *
     * @throws TensorFlareException if the scale is out of range, a file is already there, or the
     *     folder cannot be written
     */
    public void generate(double scale) {
        generate(TpchTable.getTables(), scale);
    }

    /**
     * Writes one table at a scale factor.
     *
     * @throws TensorFlareException as {@link #generate(double)}
     */
    public void generate(String table, double scale) {
        generate(List.of(TpchTable.getTable(table)), scale);
    }

    private void generate(List<TpchTable<?>> tables, double scale) {
        if (!(scale >= SMALLEST_SCALE && scale <= LARGEST_SCALE)) {
            throw new TensorFlareException(
                    ErrorCode.SETTING,
                    "a scale factor lies between 0.001 and 10000, not "
                            + scale
                            + "; try --scale 1");
        }
        List<TableJob<?>> jobs =
                tables.stream().<TableJob<?>>map(table -> job(table, scale)).toList();
        prepareFolder(jobs, (long) (scale * BYTES_AT_SCALE_ONE));
        new ParallelWriter(threads, progress).write(jobs);
    }

    private <E extends TpchEntity> TableJob<E> job(TpchTable<E> table, double scale) {
        OutputTable<E> output = TpchTables.describe(table);
        double rows = TpchTables.rowsAtScaleOne(table) * (TpchTables.grows(table) ? scale : 1);
        int parts = (int) Math.max(1, Math.round(rows / target.rowGroupRows()));
        Path file = target.folder().resolve(output.name() + ".parquet");
        return new TableJob<>(
                output, file, parts, part -> table.createGenerator(scale, part + 1, parts));
    }

    private void prepareFolder(List<TableJob<?>> jobs, long expectedBytes) {
        Path folder = target.folder();
        try {
            Files.createDirectories(folder);
            long usable = Files.getFileStore(folder).getUsableSpace();
            if (usable < expectedBytes) {
                throw new TensorFlareException(
                        ErrorCode.FILE,
                        folder
                                + " has "
                                + (usable >> 20)
                                + " MB free and this scale needs about "
                                + (expectedBytes >> 20)
                                + " MB; choose another folder or a smaller --scale");
            }
        } catch (IOException failure) {
            throw FileInProgress.cannotWrite(folder, failure);
        }
        for (TableJob<?> job : jobs) {
            if (target.existing() == Existing.REFUSE && Files.exists(job.target())) {
                throw new TensorFlareException(
                        ErrorCode.FILE,
                        job.target()
                                + " is already there; choose another folder or add --overwrite");
            }
        }
    }
}
