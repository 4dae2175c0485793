package io.tensorflare.bench;

import io.tensorflare.ProgressListener;
import io.tensorflare.tensorflow.demo.Crime;
import io.tensorflare.tensorflow.demo.CrimeClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;

/**
 * The files that all peers read: tables as DuckDB writes them, and the trained classifier.
 *
 * <pre>
 * folder/generated/*.parquet   from {@code tensorflare generate}
 * folder/*.parquet             the same rows, written by DuckDB
 * folder/classifier/           a SavedModel
 * </pre>
 */
record BenchFiles(Path folder) {
    /** Tables of the questions. */
    static final List<String> TABLES = List.of("lineitem", "crime");

    /** Rows of the table crime. */
    static final int CRIME_ROWS = 2_000_000;

    private static final String PROPERTY = "tensorflare.bench.folder";

    /** The files of the run that this JVM was forked for. */
    static BenchFiles ofThisRun() {
        return new BenchFiles(Path.of(System.getProperty(PROPERTY)));
    }

    /** The JVM option that makes a fork find these files. */
    String option() {
        return "-D" + PROPERTY + "=" + folder.toAbsolutePath();
    }

    Path table(String name) {
        return folder.resolve(name + ".parquet");
    }

    Path model() {
        return folder.resolve("classifier");
    }

    /** Makes what is missing. */
    void prepare() throws SQLException, IOException {
        for (String name : TABLES) {
            if (!Files.exists(table(name))) {
                Path unfinished = folder.resolve(name + ".unfinished");
                DuckDb.rewrite(folder.resolve("generated/" + name + ".parquet"), unfinished);
                Files.move(unfinished, table(name), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        if (!Files.exists(model())) {
            CrimeClassifier.export(Crime.read(), model(), ProgressListener.NONE);
        }
    }
}
