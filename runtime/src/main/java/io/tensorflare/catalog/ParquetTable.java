package io.tensorflare.catalog;

import io.tensorflare.parquet.FooterReader;
import io.tensorflare.parquet.PageSample;
import io.tensorflare.parquet.ParquetChunk;
import io.tensorflare.parquet.ParquetColumn;
import io.tensorflare.parquet.ParquetFooter;
import io.tensorflare.parquet.ParquetRowGroup;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** One table: Parquet files of one schema, read at one moment, with what their footers say. */
public final class ParquetTable {
    /** Chunks whose widths add up to this much of the whole's have hardly a value in common. */
    private static final double APART = 1.1;

    private final String pattern;
    private final List<ParquetFooter> files;
    private final List<ParquetColumn> columns;
    private final Map<String, Integer> numbers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<Integer, ColumnStatistics> statistics = new ConcurrentHashMap<>();
    private final long rows;

    private ParquetTable(String pattern, List<ParquetFooter> files) {
        this.pattern = pattern;
        this.files = List.copyOf(files);
        this.columns = files.get(0).columns();
        this.rows = files.stream().mapToLong(ParquetFooter::rows).sum();
        for (int i = 0; i < columns.size(); i++) {
            numbers.putIfAbsent(columns.get(i).name(), i);
        }
    }

    /** Reads the files that a path, folder or glob means now. */
    public static ParquetTable open(String pattern, FooterCache footers) {
        List<ParquetFooter> files = new ArrayList<>();
        for (Path path : PathPattern.files(pattern)) {
            files.add(footers.get(path));
        }
        ParquetTable table = new ParquetTable(pattern, files);
        files.stream().skip(1).forEach(table::requireSameSchema);
        return table;
    }

    private void requireSameSchema(ParquetFooter other) {
        Path first = files.get(0).identity().path();
        for (ParquetColumn column : columns) {
            ParquetColumn same =
                    other.columns().stream()
                            .filter(candidate -> candidate.name().equals(column.name()))
                            .findFirst()
                            .orElse(null);
            if (same == null || !same.type().equals(column.type())) {
                String found = same == null ? "has no such column" : "has it as " + same.type();
                throw new TensorFlareException(
                        ErrorCode.FORMAT,
                        "the files of '"
                                + pattern
                                + "' differ: column "
                                + column.name()
                                + " is "
                                + column.type()
                                + " in '"
                                + first
                                + "', but '"
                                + other.identity().path()
                                + "' "
                                + found);
            }
        }
    }

    /** The path, folder or glob it was opened with. */
    public String pattern() {
        return pattern;
    }

    public long rows() {
        return rows;
    }

    public List<ParquetFooter> files() {
        return files;
    }

    public List<ParquetColumn> columns() {
        return columns;
    }

    /** The number of a column, by its name in any case. */
    public OptionalInt number(String name) {
        Integer number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The leaf of a column, by its exact name, in a file of this table. */
    public int leaf(ParquetFooter file, int column) {
        String name = columns.get(column).name();
        return file.columns().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow()
                .leaf();
    }

    /**
     * False where the schema or every chunk's statistics say that there is no null; running checks
     * that again.
     */
    public boolean nullable(int column) {
        if (!columns.get(column).nullable()) {
            return files.stream().anyMatch(file -> !required(file, column));
        }
        return rows == 0
                || chunks(column).stream()
                        .anyMatch(chunk -> chunk.values() > 0 && chunk.nulls().orElse(1) != 0);
    }

    private boolean required(ParquetFooter file, int column) {
        return file.columns().stream()
                .anyMatch(
                        candidate ->
                                candidate.leaf() == leaf(file, column) && !candidate.nullable());
    }

    public ColumnStatistics statistics(int column) {
        return statistics.computeIfAbsent(column, this::computeStatistics);
    }

    private ColumnStatistics computeStatistics(int column) {
        List<ParquetChunk> filled =
                chunks(column).stream()
                        .filter(chunk -> chunk.values() > chunk.nulls().orElse(0))
                        .toList();
        if (filled.isEmpty() || !columns.get(column).isSupported()) {
            return ColumnStatistics.UNKNOWN;
        }
        boolean bounded = filled.stream().allMatch(chunk -> chunk.minimum().isPresent());
        OptionalLong minimum =
                bounded
                        ? filled.stream().mapToLong(chunk -> chunk.minimum().getAsLong()).min()
                        : OptionalLong.empty();
        OptionalLong maximum =
                bounded
                        ? filled.stream().mapToLong(chunk -> chunk.maximum().getAsLong()).max()
                        : OptionalLong.empty();
        boolean coded = filled.stream().allMatch(ParquetChunk::dictionaryCoded);
        return new ColumnStatistics(
                minimum, maximum, distinct(column, filled, minimum, maximum), coded);
    }

    /**
     * The largest chunk's count, since chunks mostly repeat each other's values, or all chunks'
     * where their bounds hardly overlap. Where the footer is silent a dictionary tells, else a
     * sample.
     */
    private OptionalLong distinct(
            int column, List<ParquetChunk> filled, OptionalLong minimum, OptionalLong maximum) {
        OptionalLong told = told(column, filled);
        if (minimum.isEmpty() || maximum.getAsLong() - minimum.getAsLong() < 0) {
            return told;
        }
        double width = (double) maximum.getAsLong() - minimum.getAsLong() + 1;
        long most = (long) Math.min(rows, width);
        if (told.isPresent()) {
            long times = areApart(filled, width) ? filled.size() : 1;
            return OptionalLong.of((long) Math.min(most, (double) told.getAsLong() * times));
        }
        boolean sampled = width > rows / 2.0 && isWhole(columns.get(column).type());
        return OptionalLong.of(sampled ? sampled(column, filled, width) : most);
    }

    private OptionalLong told(int column, List<ParquetChunk> filled) {
        OptionalLong told =
                filled.stream()
                        .filter(chunk -> chunk.distinct().isPresent())
                        .mapToLong(chunk -> chunk.distinct().getAsLong())
                        .max();
        if (told.isPresent() || !filled.stream().allMatch(ParquetChunk::dictionaryCoded)) {
            return told;
        }
        ParquetChunk middle = filled.get(filled.size() / 2);
        return FooterReader.dictionarySize(fileOf(column, middle).identity().path(), middle);
    }

    /** Whether the chunks of a column have hardly a value in common. */
    private static boolean areApart(List<ParquetChunk> chunks, double width) {
        double sum =
                chunks.stream()
                        .mapToDouble(
                                chunk ->
                                        (double) chunk.maximum().getAsLong()
                                                - chunk.minimum().getAsLong()
                                                + 1)
                        .sum();
        return sum <= APART * width + chunks.size();
    }

    private static boolean isWhole(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DATE -> true;
            default -> false;
        };
    }

    private long sampled(int column, List<ParquetChunk> filled, double width) {
        ParquetChunk middle = filled.get(filled.size() / 2);
        ParquetFooter file = fileOf(column, middle);
        ParquetColumn stored =
                file.columns().stream()
                        .filter(candidate -> candidate.leaf() == leaf(file, column))
                        .findFirst()
                        .orElseThrow();
        long[] sample = PageSample.of(file.identity().path(), middle, stored);
        return DistinctEstimate.of(sample, rows, width);
    }

    private ParquetFooter fileOf(int column, ParquetChunk chunk) {
        return files.stream()
                .filter(
                        file ->
                                leaf(file, column) >= 0
                                        && file.groups().stream()
                                                .anyMatch(
                                                        group ->
                                                                group.chunks()
                                                                                .get(
                                                                                        leaf(
                                                                                                file,
                                                                                                column))
                                                                        == chunk))
                .findFirst()
                .orElseThrow();
    }

    /** Whether both stand for the same files in the same state. */
    boolean hasFilesOf(ParquetTable other) {
        return files.stream()
                .map(ParquetFooter::identity)
                .toList()
                .equals(other.files.stream().map(ParquetFooter::identity).toList());
    }

    private List<ParquetChunk> chunks(int column) {
        List<ParquetChunk> chunks = new ArrayList<>();
        for (ParquetFooter file : files) {
            int leaf = leaf(file, column);
            if (leaf >= 0) {
                for (ParquetRowGroup group : file.groups()) {
                    chunks.add(group.chunks().get(leaf));
                }
            }
        }
        return chunks;
    }
}
