package io.tensorflare;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A result of a few text columns that the engine itself has to tell: SHOW, DESCRIBE, EXPLAIN. */
final class TextRows implements BatchSource {
    private final List<Column> columns;
    private final List<List<String>> rows;
    private final long startNanos = System.nanoTime();
    private boolean given;

    private TextRows(List<Column> columns, List<List<String>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    static Result result(List<String> names, List<List<String>> rows) {
        List<Column> columns =
                names.stream().map(name -> new Column(name, Type.VARCHAR, false)).toList();
        return new Result(columns, new TextRows(columns, List.copyOf(rows)));
    }

    /** The result of a statement that tells nothing. */
    static Result none() {
        return result(List.of(), List.of());
    }

    /** One column, one row a line. */
    static Result lines(String name, String text) {
        return result(List.of(name), text.stripTrailing().lines().map(List::of).toList());
    }

    @Override
    public Optional<Batch> next() {
        if (given || rows.isEmpty()) {
            return Optional.empty();
        }
        given = true;
        List<Vector> vectors = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            vectors.add(vector(column));
        }
        return Optional.of(new Batch(rows.size(), vectors));
    }

    private Vector vector(int column) {
        List<byte[]> texts =
                rows.stream().map(row -> row.get(column).getBytes(StandardCharsets.UTF_8)).toList();
        ByteBuffer offsets =
                ByteBuffer.allocate((rows.size() + 1) * Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer bytes = ByteBuffer.allocate(texts.stream().mapToInt(text -> text.length).sum());
        offsets.putInt(0);
        for (byte[] text : texts) {
            bytes.put(text);
            offsets.putInt(bytes.position());
        }
        return new Vector(
                columns.get(column), rows.size(), 0, ByteBuffer.allocate(0), offsets, bytes);
    }

    @Override
    public void cancel() {
        // nothing runs
    }

    @Override
    public Timings timings() {
        double ms = (System.nanoTime() - startNanos) / 1e6;
        return new Timings(false, 0, 0, 0, 0, ms, 0, rows.size(), 0);
    }

    @Override
    public Progress progress() {
        return new Progress(rows.size(), rows.size());
    }

    @Override
    public void close() {
        // the heap holds it all
    }
}
