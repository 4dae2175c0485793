package io.tensorflare.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs native/test/programs/scan.c: the rows of a file in their order, then their sum. */
class NativeQueryTest {
    private static final int ROW_GROUPS = 20;
    private static final int ROWS = 50_000;
    private static final int FILE_ERROR = 7;

    private final ByteBuffer error =
            ByteBuffer.allocateDirect(Native.ERROR_SIZE).order(ByteOrder.nativeOrder());

    @TempDir private Path directory;
    private long engine;
    private long compiled;

    @BeforeEach
    void open() throws IOException {
        engine = Native.engineOpen(2, 64 << 20, error);
        compiled = Native.compiledOpen(Native.text(compile().toString()), error);
        assertNotEquals(0, compiled, this::message);
    }

    @AfterEach
    void close() {
        Native.compiledClose(compiled);
        Native.engineClose(engine);
    }

    @Test
    void rowsComeInTheOrderOfTheFile() throws IOException {
        NumbersFile numbers = NumbersFile.write(directory.resolve("n.parquet"), ROW_GROUPS, ROWS);
        long file = open(numbers);
        long query = start(file);
        long rows = 0;
        long last = -1;
        long[] batch = new long[1];
        int result;
        while ((result = Native.queryNext(query, -1, batch, error)) == Native.NEXT_READY) {
            long[] described = new long[1 + Native.BATCH_NUMBERS];
            Native.batchNumbers(batch[0], described);
            ByteBuffer values = Native.view(described[3], described[4]);
            for (int row = 0; row < described[0]; row++, rows++) {
                last = values.getLong(row * Long.BYTES);
                assertTrue(rows == ROW_GROUPS * ROWS || last == rows);
            }
            Native.batchRelease(batch[0]);
        }
        assertEquals(Native.NEXT_END, result, this::message);
        assertEquals(ROW_GROUPS * ROWS + 1, rows);
        assertEquals(ROW_GROUPS * ROWS * (ROW_GROUPS * ROWS - 1L) / 2, last);
        Native.queryClose(query);
        Native.fileClose(file);
    }

    @Test
    void aFileThatIsCutUnderAQueryEndsTheQueryAndNotTheVirtualMachine() throws IOException {
        NumbersFile numbers = NumbersFile.write(directory.resolve("c.parquet"), ROW_GROUPS, ROWS);
        long file = open(numbers);
        numbers.cut(4096);
        long query = start(file);
        long[] batch = new long[1];
        int result;
        while ((result = Native.queryNext(query, -1, batch, error)) == Native.NEXT_READY) {
            Native.batchRelease(batch[0]);
        }
        assertEquals(Native.NEXT_FAILED, result);
        assertEquals(FILE_ERROR, error.getInt(0), this::message);
        assertTrue(message().contains("c.parquet"), this::message);
        Native.queryClose(query);
        Native.fileClose(file);
    }

    @Test
    void theVirtualMachinesOwnHandlerStillServesMappedBuffers() throws IOException {
        aFileThatIsCutUnderAQueryEndsTheQueryAndNotTheVirtualMachine();
        Path path = directory.resolve("mapped");
        Files.write(path, new byte[1 << 20]);
        try (var channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 1 << 20);
            channel.truncate(0);
            /* The error arrives some time after the access, at the latest when the thread has slept. */
            assertThrows(
                    InternalError.class,
                    () -> {
                        mapped.get(0);
                        Thread.sleep(1);
                    });
        }
    }

    private long open(NumbersFile numbers) throws IOException {
        long file =
                Native.fileOpen(
                        Native.text(numbers.path().toString()),
                        numbers.identity(),
                        numbers.layout(),
                        numbers.layout().remaining(),
                        0,
                        error);
        assertNotEquals(0, file, this::message);
        return file;
    }

    private long start(long file) {
        ByteBuffer parameters = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        parameters.putLong(8, Long.MAX_VALUE);
        long query = Native.queryOpen(engine, compiled, parameters, 16, new int[0], 0, 2, error);
        assertNotEquals(0, query, this::message);
        int[] rowGroups = IntStream.range(0, ROW_GROUPS).toArray();
        int bound =
                Native.queryBindScan(
                        query,
                        0,
                        new long[] {file},
                        new int[] {ROW_GROUPS},
                        1,
                        rowGroups,
                        new int[1],
                        1,
                        error);
        assertEquals(0, bound, this::message);
        assertEquals(0, Native.queryStart(query, error), this::message);
        return query;
    }

    private Path compile() throws IOException {
        Path root = Path.of(System.getProperty("tensorflare.root"));
        Path target = directory.resolve("scan.so");
        List<String> command =
                List.of(
                        "/usr/bin/gcc",
                        "-std=c11",
                        "-O1",
                        "-fPIC",
                        "-shared",
                        "-nostdinc",
                        "-fvisibility=hidden",
                        "-I" + root.resolve("native/include"),
                        "-o",
                        target.toString(),
                        root.resolve("native/test/programs/scan.c").toString(),
                        library().toString());
        byte[] arguments = (String.join("\0", command) + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] environment = "PATH=/usr/bin:/bin\0".getBytes(StandardCharsets.UTF_8);
        ByteBuffer output = ByteBuffer.allocateDirect(8192);
        long[] numbers = new long[Native.SPAWN_NUMBERS];
        int failed =
                Native.spawn(
                        arguments,
                        arguments.length,
                        command.size(),
                        environment,
                        environment.length,
                        1,
                        Native.text("/"),
                        60_000,
                        null,
                        output,
                        output.capacity(),
                        numbers,
                        error);
        assertEquals(0, failed, this::message);
        assertEquals(0, numbers[0], () -> StandardCharsets.UTF_8.decode(output).toString());
        return target;
    }

    private static Path library() throws IOException {
        String name = "/libflare-" + Native.buildHash() + ".so";
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.endsWith(name))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String message() {
        byte[] bytes = new byte[Native.ERROR_SIZE - 8];
        error.get(8, bytes);
        return new String(bytes, StandardCharsets.UTF_8).split("\0", 2)[0];
    }
}
