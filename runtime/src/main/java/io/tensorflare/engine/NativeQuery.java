package io.tensorflare.engine;

import io.tensorflare.Progress;
import io.tensorflare.jni.Native;
import io.tensorflare.plan.Position;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One execution of a program: bound, started, read batch by batch. One thread uses it, save cancel,
 * progress and close.
 */
public final class NativeQuery implements AutoCloseable {
    private static final int FOREVER = -1;
    private static final int ROWS_DONE = 4;
    private static final int ROWS_BEGUN = 5;
    private static final int RESULT_ROWS = 6;
    private static final int CPU_NANOS = 7;

    private final NativeHandle handle;
    private final List<Position> positions;
    private long[] lastNumbers = new long[Native.QUERY_NUMBERS];

    NativeQuery(
            NativeEngine engine,
            NativeProgram program,
            ByteBuffer parameters,
            int[] relocations,
            int threads,
            List<Position> positions) {
        ByteBuffer error = NativeErrors.allocate();
        long address =
                Native.queryOpen(
                        engine.address(),
                        program.address(),
                        parameters,
                        parameters.limit(),
                        relocations,
                        relocations.length,
                        threads,
                        error);
        this.handle = new NativeHandle(address, error, Native::queryClose);
        this.positions = List.copyOf(positions);
    }

    /**
     * @param files addresses
     * @param rowGroupCounts how many row groups are read of each
     * @param rowGroups their numbers, file by file
     * @param leaves of each file, the leaf of each column
     */
    void bindScan(
            int scan,
            long[] files,
            int[] rowGroupCounts,
            int[] rowGroups,
            int[] leaves,
            int columnCount) {
        ByteBuffer error = NativeErrors.allocate();
        check(
                Native.queryBindScan(
                        handle.address(),
                        scan,
                        files,
                        rowGroupCounts,
                        files.length,
                        rowGroups,
                        leaves,
                        columnCount,
                        error),
                error);
    }

    void bindModel(int number, long model) {
        ByteBuffer error = NativeErrors.allocate();
        check(Native.queryBindModel(handle.address(), number, model, error), error);
    }

    void start() {
        ByteBuffer error = NativeErrors.allocate();
        check(Native.queryStart(handle.address(), error), error);
    }

    private void check(int status, ByteBuffer error) {
        if (status != 0) {
            throw NativeErrors.exception(error, positions);
        }
    }

    /** Waits for the next batch; empty at the end. The batch is the caller's to close. */
    public Optional<NativeBatch> next() {
        ByteBuffer error = NativeErrors.allocate();
        long[] batch = new long[1];
        return switch (Native.queryNext(handle.address(), FOREVER, batch, error)) {
            case Native.NEXT_READY -> Optional.of(new NativeBatch(batch[0]));
            case Native.NEXT_END -> Optional.empty();
            default -> throw NativeErrors.exception(error, positions);
        };
    }

    /** From any thread; does nothing once closed. */
    public void cancel() {
        handle.ifOpen(Native::queryCancel);
    }

    public Progress progress() {
        long[] numbers = numbers();
        return new Progress(numbers[ROWS_DONE], numbers[ROWS_BEGUN]);
    }

    public long resultRows() {
        return numbers()[RESULT_ROWS];
    }

    /** CPU time of the workers so far. */
    public long cpuNanos() {
        return numbers()[CPU_NANOS];
    }

    /** What each pipeline needed so far; to be asked before closing. */
    List<PipelineCost> costs(int pipelines) {
        List<PipelineCost> costs = new ArrayList<>();
        for (int i = 0; i < pipelines; i++) {
            long[] numbers = new long[Native.PIPELINE_NUMBERS];
            Native.queryPipelineNumbers(handle.address(), i, numbers);
            costs.add(new PipelineCost(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
        }
        return costs;
    }

    /** The rows that operators gave, by their numbers; to be asked at the end, before closing. */
    long[] rowCounts(int operators) {
        long[] rows = new long[operators];
        Native.queryRowCounts(handle.address(), rows);
        return rows;
    }

    /** The last known numbers once closed. */
    private synchronized long[] numbers() {
        handle.ifOpen(
                address -> {
                    long[] numbers = new long[Native.QUERY_NUMBERS];
                    Native.queryNumbers(address, numbers);
                    lastNumbers = numbers;
                });
        return lastNumbers;
    }

    @Override
    public void close() {
        numbers();
        handle.close();
    }
}
