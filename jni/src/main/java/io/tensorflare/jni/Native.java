package io.tensorflare.jni;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;

/**
 * The functions of libflare that Java calls; {@code native/include/flare/engine.h} says what they
 * mean. Handles are addresses, 0 is null. An error is a direct buffer of {@link #ERROR_SIZE} bytes
 * in native byte order; text goes in as the bytes of {@link #text}. Buffers are direct and used
 * from their position on.
 */
@Properties(
        value = @Platform(include = {"flare/build.h", "flare/engine.h"}),
        inherit = LibraryProperties.class)
public final class Native {
    /** Bytes of an error: code (int), position in the SQL text (int), message (text). */
    public static final int ERROR_SIZE = 520;

    /** What {@link #queryNext} returns. */
    public static final int NEXT_END = 0;

    public static final int NEXT_FAILED = 1;
    public static final int NEXT_READY = 2;
    public static final int NEXT_TIMEOUT = 3;

    /**
     * Numbers that each {@code *Numbers} function writes; of a batch: for each column, after one.
     */
    public static final int ENGINE_NUMBERS = 3;

    public static final int COMPILED_NUMBERS = 5;
    public static final int QUERY_NUMBERS = 8;
    public static final int PIPELINE_NUMBERS = 5;
    public static final int BATCH_NUMBERS = 6;
    public static final int MODEL_NUMBERS = 3;
    public static final int SPAWN_NUMBERS = 4;

    static {
        Libraries.load();
    }

    private Native() {}

    /** Returns the bytes of a text, ended by zero, as native functions take them. */
    public static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("a zero character in: " + text);
            }
        }
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /**
     * Returns a view of native memory in native byte order. It keeps nothing alive: whoever holds
     * the memory must outlive it.
     */
    public static ByteBuffer view(long address, long byteSize) {
        if (byteSize < 0 || byteSize > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a view of " + byteSize + " bytes");
        }
        return byteSize == 0
                ? ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder())
                : new Memory(address, byteSize).asBuffer().order(ByteOrder.nativeOrder());
    }

    private static final class Memory extends BytePointer {
        Memory(long address, long byteSize) {
            this.address = address;
            this.limit = byteSize;
            this.capacity = byteSize;
        }
    }

    // ---- Library

    /** Returns the build hash of the loaded libflare. */
    @Name("flare_build_hash")
    public static native @Cast("const char*") String buildHash();

    /**
     * For tests: rows of a block at most, and rows of a morsel about, in the whole process; 0 is as
     * usual.
     */
    @Name("flare_set_steps")
    public static native void setSteps(int blockRows, long morselRows);

    // ---- Engine

    @Name("flare_engine_open")
    public static native @Cast("jlong") long engineOpen(
            int threads, long memory, @Cast("flare_error*") Buffer error);

    @Name("flare_engine_close")
    public static native void engineClose(@Cast("flare_engine*") long engine);

    @Name("flare_engine_numbers")
    public static native void engineNumbers(
            @Cast("const flare_engine*") long engine, @Cast("int64_t*") long[] numbers);

    // ---- Compiled programs

    @Name("flare_compiled_open")
    public static native @Cast("jlong") long compiledOpen(
            @Cast("const char*") byte[] path, @Cast("flare_error*") Buffer error);

    @Name("flare_compiled_close")
    public static native void compiledClose(@Cast("flare_compiled*") long compiled);

    @Name("flare_compiled_numbers")
    public static native void compiledNumbers(
            @Cast("const flare_compiled*") long compiled, @Cast("int64_t*") long[] numbers);

    @Name("flare_compiled_pipeline")
    public static native @Cast("const char*") String compiledPipeline(
            @Cast("const flare_compiled*") long compiled, int pipeline);

    // ---- Files

    @Name("flare_engine_file_open")
    public static native @Cast("jlong") long fileOpen(
            @Cast("const char*") byte[] path,
            @Cast("const int64_t*") long[] identity,
            @Cast("const void*") Buffer layout,
            long layoutSize,
            int access,
            @Cast("flare_error*") Buffer error);

    @Name("flare_engine_file_check")
    public static native int fileCheck(
            @Cast("const flare_file*") long file, @Cast("flare_error*") Buffer error);

    @Name("flare_engine_file_close")
    public static native void fileClose(@Cast("flare_file*") long file);

    // ---- Queries

    @Name("flare_query_open")
    public static native @Cast("jlong") long queryOpen(
            @Cast("flare_engine*") long engine,
            @Cast("flare_compiled*") long compiled,
            @Cast("const void*") Buffer parameters,
            long parametersSize,
            @Cast("const int32_t*") int[] relocations,
            int relocationCount,
            int threads,
            @Cast("flare_error*") Buffer error);

    @Name("flare_query_bind_scan")
    public static native int queryBindScan(
            @Cast("flare_query*") long query,
            int scan,
            @Cast("const int64_t*") long[] files,
            @Cast("const int32_t*") int[] rowGroupCounts,
            int fileCount,
            @Cast("const int32_t*") int[] rowGroups,
            @Cast("const int32_t*") int[] leaves,
            int columnCount,
            @Cast("flare_error*") Buffer error);

    @Name("flare_query_bind_model")
    public static native int queryBindModel(
            @Cast("flare_query*") long query,
            int number,
            @Cast("flare_model*") long model,
            @Cast("flare_error*") Buffer error);

    @Name("flare_query_start")
    public static native int queryStart(
            @Cast("flare_query*") long query, @Cast("flare_error*") Buffer error);

    /** Writes the batch's handle to {@code batch[0]}. */
    @Name("flare_query_next")
    public static native int queryNext(
            @Cast("flare_query*") long query,
            int timeoutMillis,
            @Cast("flare_batch**") long[] batch,
            @Cast("flare_error*") Buffer error);

    @Name("flare_query_cancel")
    public static native void queryCancel(@Cast("flare_query*") long query);

    @Name("flare_query_numbers")
    public static native void queryNumbers(
            @Cast("flare_query*") long query, @Cast("int64_t*") long[] numbers);

    @Name("flare_query_pipeline_numbers")
    public static native void queryPipelineNumbers(
            @Cast("flare_query*") long query, int pipeline, @Cast("int64_t*") long[] numbers);

    /** Writes {@code rows.length} counters. */
    public static void queryRowCounts(long query, long[] rows) {
        queryRowCounts(query, rows, rows.length);
    }

    @Name("flare_query_row_counts")
    private static native void queryRowCounts(
            @Cast("flare_query*") long query, @Cast("int64_t*") long[] rows, int count);

    @Name("flare_query_close")
    public static native void queryClose(@Cast("flare_query*") long query);

    // ---- Batches

    @Name("flare_batch_numbers")
    public static native void batchNumbers(
            @Cast("const flare_batch*") long batch, @Cast("int64_t*") long[] numbers);

    @Name("flare_batch_retain")
    public static native void batchRetain(@Cast("flare_batch*") long batch);

    @Name("flare_batch_release")
    public static native void batchRelease(@Cast("flare_batch*") long batch);

    // ---- Models

    @Name("flare_engine_tensorflow_count")
    public static native int tensorflowCount();

    @Name("flare_engine_tensorflow_name")
    public static native @Cast("const char*") String tensorflowName(int index);

    @Name("flare_engine_tensorflow_quiet_begin")
    public static native void tensorflowQuietBegin();

    @Name("flare_engine_tensorflow_quiet_end")
    public static native void tensorflowQuietEnd();

    @Name("flare_engine_tensorflow_open")
    public static native @Cast("jlong") long tensorflowOpen(
            @Cast("const int64_t*") long[] functions,
            @Cast("const char*") byte[] directory,
            @Cast("const char*") byte[] tag,
            @Cast("const char*") byte[] operations,
            @Cast("const int32_t*") int[] tensors,
            int inputCount,
            @Cast("flare_error*") Buffer error);

    @Name("flare_engine_model_numbers")
    public static native void modelNumbers(
            @Cast("const flare_model*") long model, @Cast("int64_t*") long[] numbers);

    @Name("flare_engine_model_run")
    public static native int modelRun(
            @Cast("flare_model*") long model,
            @Cast("void*") Buffer tile,
            int rows,
            int times,
            @Cast("void*") Buffer output,
            @Cast("flare_error*") Buffer error);

    @Name("flare_engine_model_close")
    public static native void modelClose(@Cast("flare_model*") long model);

    // ---- Processes

    /** The flag is read while the call lasts: any thread sets its first number to cancel. */
    @Name("flare_spawn")
    public static native int spawn(
            @Cast("const char*") byte[] arguments,
            long argumentsSize,
            int argumentCount,
            @Cast("const char*") byte[] environment,
            long environmentSize,
            int environmentCount,
            @Cast("const char*") byte[] directory,
            int timeoutMillis,
            @Cast("const int32_t*") IntBuffer cancel,
            @Cast("char*") ByteBuffer output,
            long outputCapacity,
            @Cast("int64_t*") long[] numbers,
            @Cast("flare_error*") Buffer error);
}
