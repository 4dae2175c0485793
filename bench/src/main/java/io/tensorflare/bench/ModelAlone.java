package io.tensorflare.bench;

import io.tensorflare.LoadedModel;
import io.tensorflare.ModelLoader;
import io.tensorflare.ProgressListener;
import io.tensorflare.jni.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The classifier without a query: TF_SessionRun again and again on one ready tile, the least that a
 * query can cost.
 */
final class ModelAlone implements AutoCloseable {
    private static final int TILE_ROWS = 2048;
    private static final int ALIGNMENT = 64;
    private static final int ERROR_BYTES = 520;

    private final LoadedModel model;
    private final ByteBuffer tile;
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
        this.tile =
                ByteBuffer.allocateDirect(Math.toIntExact(numbers[0]) + ALIGNMENT)
                        .alignedSlice(ALIGNMENT);
        this.output = ByteBuffer.allocateDirect(TILE_ROWS * Math.toIntExact(numbers[2]));
    }

    /** Runs the model on at least this many rows, tile by tile. */
    void run(int rows) {
        int tiles = (rows + TILE_ROWS - 1) / TILE_ROWS;
        if (Native.modelRun(model.handle(), tile, TILE_ROWS, tiles, output, error) != 0) {
            throw new IllegalStateException("the model failed with code " + error.getInt(0));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
