package io.tensorflare.tensorflow;

import io.tensorflare.LoadedModel;
import io.tensorflare.jni.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A SavedModel in TensorFlow's memory, with what native code keeps beside it. */
final class TensorFlowModel implements LoadedModel {
    private final AtomicLong handle;

    private TensorFlowModel(long handle) {
        this.handle = new AtomicLong(handle);
    }

    /** Loads a model; TensorFlow's library must be loaded. */
    static TensorFlowModel open(Path directory, ModelSignature signature) {
        List<ModelTensor> tensors = new ArrayList<>(signature.inputs());
        tensors.add(signature.output());
        NativeError error = new NativeError();
        long handle =
                Native.tensorflowOpen(
                        TensorFlowLibrary.functions(),
                        text(directory.toString()),
                        text(signature.tag()),
                        text(operations(tensors)),
                        numbers(tensors),
                        signature.inputs().size(),
                        error.buffer());
        if (handle == 0) {
            throw error.exception();
        }
        return new TensorFlowModel(handle);
    }

    @Override
    public long handle() {
        long address = handle.get();
        if (address == 0) {
            throw new IllegalStateException("the model is closed");
        }
        return address;
    }

    @Override
    public void close() {
        long address = handle.getAndSet(0);
        if (address != 0) {
            Native.modelClose(address);
        }
    }

    /**
     * Runs the model without a query.
     *
     * @param tile the inputs one after the other, 2048 rows of each, aligned to 64
     * @param output gets a value a row
     */
    void run(ByteBuffer tile, int rows, int times, ByteBuffer output) {
        NativeError error = new NativeError();
        ByteBuffer wholeTile = tile.duplicate().clear(); // the door counts from a buffer's position
        ByteBuffer wholeOutput = output.duplicate().clear();
        if (Native.modelRun(handle(), wholeTile, rows, times, wholeOutput, error.buffer()) != 0) {
            throw error.exception();
        }
    }

    /** Returns zeroed memory for a tile, aligned as {@link #run} wants it. */
    ByteBuffer tile() {
        long[] numbers = new long[3];
        Native.modelNumbers(handle(), numbers);
        int alignment = 64;
        return ByteBuffer.allocateDirect(Math.toIntExact(numbers[0]) + alignment)
                .alignedSlice(alignment)
                .order(ByteOrder.nativeOrder());
    }

    private static String operations(List<ModelTensor> tensors) {
        return tensors.stream().map(ModelTensor::operation).collect(Collectors.joining("\0"));
    }

    private static int[] numbers(List<ModelTensor> tensors) {
        return tensors.stream()
                .flatMapToInt(
                        tensor ->
                                IntStream.of(
                                        tensor.index(),
                                        tensor.type().door(),
                                        tensor.rank(),
                                        tensor.width()))
                .toArray();
    }

    /** UTF-8, ended by zero. */
    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
