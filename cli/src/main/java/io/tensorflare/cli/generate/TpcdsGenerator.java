package io.tensorflare.cli.generate;

import io.tensorflare.ProgressListener;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.util.Iterator;
import java.util.List;

/** Writes the 24 tables of TPC-DS as Parquet, one file a table. */
public final class TpcdsGenerator {
    /** Below it the generator has no rows for some tables. */
    public static final double SMALLEST_SCALE = 0.01;

    public static final double LARGEST_SCALE = 10_000;

    /** A table of fewer rows comes from its generator in one piece, whatever it is asked. */
    private static final long LEAST_ROWS_TO_SPLIT = 1_000_000;

    private static final long BYTES_AT_SCALE_ONE = 450_000_000L;

    private final Target target;
    private final int threads;
    private final ProgressListener progress;

    public TpcdsGenerator(Target target, int threads, ProgressListener progress) {
        this.target = target;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Writes all tables at a scale factor; 1 gives 2.9 million rows of store_sales. Tables of
     * demographics and of dates have the same rows at every scale.
     *
     * @throws TensorFlareException if the scale is out of range, a file is already there, or the
     *     folder cannot be written
     */
    public void generate(double scale) {
        if (!(scale >= SMALLEST_SCALE && scale <= LARGEST_SCALE)) {
            throw new TensorFlareException(
                    ErrorCode.SETTING,
                    "a scale factor of TPC-DS lies between 0.01 and 10000, not "
                            + scale
                            + "; try --scale 1");
        }
        Session session = Session.getDefaultSession().withScale(scale);
        List<TableJob<?>> jobs =
                TpcdsTables.all().stream().<TableJob<?>>map(table -> job(table, session)).toList();
        target.prepare(jobs, (long) (scale * BYTES_AT_SCALE_ONE));
        new ParallelWriter(threads, progress, target.encoding()).write(jobs);
    }

    private TableJob<List<String>> job(Table table, Session session) {
        long rows = session.getScaling().getRowCount(table);
        long parts = rows < LEAST_ROWS_TO_SPLIT ? 1 : rows / target.encoding().rowGroupRows();
        int count = Math.toIntExact(Math.max(1, parts));
        return new TableJob<>(
                TpcdsTables.describe(table),
                target.file(table.getName()),
                count,
                part ->
                        rows(
                                table,
                                session.withTable(table)
                                        .withParallelism(count)
                                        .withChunkNumber(part + 1)));
    }

    /** A table of sales brings rows of its returns along; they are left out. */
    private static Iterable<List<String>> rows(Table table, Session session) {
        return () -> {
            Iterator<List<List<String>>> families =
                    Results.constructResults(table, session).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return families.hasNext();
                }

                @Override
                public List<String> next() {
                    return families.next().get(0);
                }
            };
        };
    }
}
