package io.tensorflare.cli.generate;

import io.tensorflare.ProgressListener;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.tensorflow.demo.Crime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Writes the demo's table of US arrests with any number of rows: row {@code i} is state {@code i %
 * 50}, with its cluster.
 *
 * <p>Columns: state VARCHAR; murder, assault, population, rape DOUBLE; cluster INTEGER, 0 to 3.
 */
public final class CrimeGenerator {
    private static final OutputTable<Crime.State> CRIME =
            new OutputTable<>(
                    "crime",
                    List.of(
                            OutputColumn.text("state", Crime.State::state),
                            OutputColumn.doubles("murder", Crime.State::murder),
                            OutputColumn.doubles("assault", Crime.State::assault),
                            OutputColumn.doubles("population", Crime.State::population),
                            OutputColumn.doubles("rape", Crime.State::rape),
                            OutputColumn.integer("cluster", Crime.State::cluster)));

    private static final long MOST_ROWS = 10_000_000_000L;

    private final List<Crime.State> states;
    private final int threads;
    private final ProgressListener progress;

    public CrimeGenerator(Crime crime, int threads, ProgressListener progress) {
        this.states = crime.states();
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Writes {@code rows} rows into one file, replacing it.
     *
     * @throws TensorFlareException if the number is out of range or the file cannot be written
     */
    public void generate(long rows, Path file) {
        if (rows < 1 || rows > MOST_ROWS) {
            throw new TensorFlareException(
                    ErrorCode.SETTING,
                    "the number of rows lies between 1 and " + MOST_ROWS + ", not " + rows);
        }
        createFolderOf(file);
        int rowGroup = Encoding.DEFAULT_ROW_GROUP;
        int parts = Math.toIntExact((rows + rowGroup - 1) / rowGroup);
        TableJob<Crime.State> job =
                new TableJob<>(
                        CRIME,
                        file,
                        parts,
                        part ->
                                rows(
                                        part * (long) rowGroup,
                                        Math.min(rows, (part + 1L) * rowGroup)));
        new ParallelWriter(threads, progress, Encoding.ofRowGroups(rowGroup)).write(List.of(job));
    }

    private Iterable<Crime.State> rows(long from, long to) {
        return () ->
                LongStream.range(from, to)
                        .mapToObj(row -> states.get((int) (row % states.size())))
                        .iterator();
    }

    private static void createFolderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw FileInProgress.cannotWrite(folder, failure);
        }
    }
}
