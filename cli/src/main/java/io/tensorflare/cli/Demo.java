package io.tensorflare.cli;

import io.tensorflare.Result;
import io.tensorflare.TensorFlare;
import io.tensorflare.Timings;
import io.tensorflare.cli.format.ResultFormat;
import io.tensorflare.cli.terminal.ProgressBar;
import io.tensorflare.tensorflow.demo.Crime;
import io.tensorflare.tensorflow.demo.CrimeClassifier;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** The demo's three experiments, each with its answer, its check and its timings. */
final class Demo {
    static final String Q6 =
            """
            SELECT sum(l_extendedprice * l_discount) AS revenue
            FROM lineitem
            WHERE l_shipdate >= DATE '1994-01-01'
              AND l_shipdate < DATE '1995-01-01'
              AND l_discount BETWEEN 0.05 AND 0.07
              AND l_quantity < 24
            """;

    /** The query of the TensorFlare post, word for word. */
    static final String CONFUSION =
            """
            SELECT
                cluster,
                sum(case when classification = 0 then 1 else 0 end) as class1,
                sum(case when classification = 1 then 1 else 0 end) as class2,
                sum(case when classification = 2 then 1 else 0 end) as class3,
                sum(case when classification = 3 then 1 else 0 end) as class4
            FROM
                (
                    SELECT
                        cluster,
                        classifier(murder, assault, population, rape) as classification
                    FROM
                        data
                )
            GROUP BY cluster
            ORDER BY cluster
            """;

    private static final BigDecimal Q6_ANSWER = new BigDecimal("123141078.2283");
    private static final List<Long> SIZES = List.of(200L, 2_000L, 2_000_000L);

    private final TensorFlare engine;
    private final DemoFolder files;
    private final Output out;
    private final Crime crime = Crime.read();

    Demo(TensorFlare engine, DemoFolder files, Output out) {
        this.engine = engine;
        this.files = files;
        this.out = out;
    }

    void run() throws IOException {
        queryLineitem();
        trainClassifier();
        classify();
        sayWhereToLook();
    }

    /** TPC-H Q6 on Parquet: 6 001 215 rows. */
    private void queryLineitem() throws IOException {
        heading("TPC-H Q6 at scale 1, on Parquet");
        engine.registerTable("lineitem", files.lineitem().toString());
        runTwice(Q6);
        try (Result result = engine.query(Q6)) {
            result.next();
            BigDecimal answer = result.batch().vector(0).getDecimal(0);
            require(
                    answer.compareTo(Q6_ANSWER) == 0,
                    "Q6 gives " + answer + " instead of " + Q6_ANSWER);
        }
    }

    /** K-means labels the states; softmax regression learns the labels. */
    private void trainClassifier() throws IOException {
        heading("US arrests: clusters by k-means, a classifier trained with TensorFlow");
        long start = System.nanoTime();
        CrimeClassifier.Training training;
        try (ProgressBar bar = ProgressBar.onStandardError()) {
            training = CrimeClassifier.export(crime, files.model(), bar);
        }
        line(
                "%d clusters of %d states, within-cluster sum of squares %.3f",
                Crime.CLUSTERS, training.states(), crime.withinSumOfSquares());
        line(
                "softmax regression: cross entropy %.4f, %d of %d states right",
                training.loss(), training.correct(), training.states());
        line(
                "TensorFlow loaded, model trained and exported to %s in %.0f ms",
                files.model(), (System.nanoTime() - start) / 1e6);
        engine.registerModel("classifier", files.model());
    }

    /** The confusion matrix of the classifier, by one SQL query. */
    private void classify() throws IOException {
        for (long rows : SIZES) {
            heading(String.format(Locale.ROOT, "The classifier in SQL, %,d rows", rows));
            engine.registerTable("data", files.crime(crime, rows).toString());
            runTwice(CONFUSION);
            requireDiagonal(rows);
        }
    }

    /** Where the generated C is, and how to see more. */
    private void sayWhereToLook() throws IOException {
        heading("The C that ran");
        line("Q6:         %s", files.keepC("q6", engine.inspect(Q6).c()));
        line("classifier: %s", files.keepC("classifier", engine.inspect(CONFUSION).c()));
        line(
                "any query:  ./tensorflare inspect --stage c --data %s \"SELECT ...\"",
                files.lineitem().getParent());
    }

    /** Once with planning and compiling, once as a query that is known already. */
    private void runTwice(String sql) throws IOException {
        StatementRunner runner = new StatementRunner(engine, out);
        Timings first = runner.run(sql, ResultFormat.TABLE);
        Timings second = runner.runSilently(sql);
        line("%-6s  %9s %9s %9s %9s %9s", "ms", "plan", "emit", "compile", "execute", "total");
        timings("first", first);
        timings("again", second);
    }

    private void timings(String label, Timings t) throws IOException {
        line(
                "%-6s  %9.1f %9.1f %9.1f %9.1f %9.1f",
                label, t.planMs(), t.emitMs(), t.compileMs(), t.executeMs(), t.totalMs());
    }

    private void requireDiagonal(long rows) {
        long right = 0;
        try (Result result = engine.query(CONFUSION)) {
            while (result.next()) {
                for (int row = 0; row < result.batch().rows(); row++) {
                    int cluster = Math.toIntExact(result.batch().vector(0).getLong(row));
                    right += result.batch().vector(1 + cluster).getLong(row);
                }
            }
        }
        require(right == rows, "the classifier is right in " + right + " of " + rows + " rows");
    }

    /** A wrong answer is our fault, not the user's. */
    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private void heading(String text) throws IOException {
        line("%n%s%n%s", text, "=".repeat(text.length()));
    }

    private void line(String format, Object... arguments) throws IOException {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
        out.flush();
    }
}
