package io.tensorflare.cli.generate;

import io.tensorflare.ProgressListener;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.util.List;

/** Writes the eight tables of TPC-H as Parquet, one file a table. */
public final class TpchGenerator {
    /** Below it a table would be empty. */
    public static final double SMALLEST_SCALE = 0.001;

    public static final double LARGEST_SCALE = 10_000;

    private static final long BYTES_AT_SCALE_ONE = 400_000_000L;

    private final Target target;
    private final int threads;
    private final ProgressListener progress;

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
        target.prepare(jobs, (long) (scale * BYTES_AT_SCALE_ONE));
        new ParallelWriter(threads, progress, target.encoding()).write(jobs);
    }

    private <E extends TpchEntity> TableJob<E> job(TpchTable<E> table, double scale) {
        OutputTable<E> output = TpchTables.describe(table);
        double rows = TpchTables.rowsAtScaleOne(table) * (TpchTables.grows(table) ? scale : 1);
        int parts = (int) Math.max(1, Math.round(rows / target.encoding().rowGroupRows()));
        return new TableJob<>(
                output,
                target.file(output.name()),
                parts,
                part -> table.createGenerator(scale, part + 1, parts));
    }
}
