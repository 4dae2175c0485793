package io.tensorflare.bench;

import io.tensorflare.Batch;
import io.tensorflare.EngineOptions;
import io.tensorflare.LoadedModel;
import io.tensorflare.ModelLoader;
import io.tensorflare.ProgressListener;
import io.tensorflare.Result;
import io.tensorflare.TensorFlare;
import io.tensorflare.Vector;
import io.tensorflare.jni.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The classifier without a query: TF_SessionRun again and again on ready tensors, the least that a
 * query can cost. The tensors hold rows of the table crime, for on zeroes alone the processor
 * foretells every branch; they are few enough to stay in its caches, as the tile of a query does.
 */
final class ModelAlone implements AutoCloseable {
    private static final int TILE_ROWS = 2048;
    private static final int TILES = 8;
    private static final int FEATURES = 4;
    private static final String ROWS =
            "SELECT murder, assault, population, rape FROM crime LIMIT " + TILES * TILE_ROWS;
    private static final int ALIGNMENT = 64;
    private static final int ERROR_BYTES = 520;

    private final LoadedModel model;
    private final List<ByteBuffer> tiles = new ArrayList<>();
    private final ByteBuffer output;
    private final ByteBuffer error =
            ByteBuffer.allocateDirect(ERROR_BYTES).order(ByteOrder.nativeOrder());

    ModelAlone(BenchFiles files) {
        ModelLoader loader =
                ServiceLoader.load(ModelLoader.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(candidate -> candidate.accepts(files.model()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no loader reads " + files.model()));
        this.model = loader.load(loader.describe(files.model(), Map.of()), ProgressListener.NONE);
        long[] numbers = new long[3]; // bytes of a tile, inputs, bytes of an output value
        Native.modelNumbers(model.handle(), numbers);
        if (numbers[0] != TILE_ROWS * FEATURES * Float.BYTES) {
            throw new IllegalStateException("the classifier has tiles of " + numbers[0] + " bytes");
        }
        this.output = ByteBuffer.allocateDirect(TILE_ROWS * Math.toIntExact(numbers[2]));
        fill(files);
    }

    private void fill(BenchFiles files) {
        try (TensorFlare engine = TensorFlare.open(EngineOptions.defaults())) {
            engine.registerTable("crime", files.table("crime").toString());
            try (Result result = engine.query(ROWS)) {
                while (result.next()) {
                    fill(result.batch());
                }
            }
        }
        if (tiles.size() != TILES || tiles.get(TILES - 1).hasRemaining()) {
            throw new IllegalStateException("the table crime has too few rows");
        }
        tiles.forEach(ByteBuffer::rewind);
    }

    private void fill(Batch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            if (tiles.isEmpty() || !tiles.get(tiles.size() - 1).hasRemaining()) {
                tiles.add(emptyTile());
            }
            for (Vector feature : batch.vectors()) {
                tiles.get(tiles.size() - 1).putFloat((float) feature.getDouble(row));
            }
        }
    }

    private static ByteBuffer emptyTile() {
        int bytes = TILE_ROWS * FEATURES * Float.BYTES;
        return ByteBuffer.allocateDirect(bytes + ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .limit(bytes)
                .order(ByteOrder.nativeOrder());
    }

    /** Runs the model on at least this many rows, tile by tile. */
    void run(int rows) {
        int runs = (rows + TILE_ROWS - 1) / TILE_ROWS;
        for (int run = 0; run < runs; run++) {
            ByteBuffer tile = tiles.get(run % TILES);
            if (Native.modelRun(model.handle(), tile, TILE_ROWS, 1, output, error) != 0) {
                throw new IllegalStateException("the model failed with code " + error.getInt(0));
            }
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
