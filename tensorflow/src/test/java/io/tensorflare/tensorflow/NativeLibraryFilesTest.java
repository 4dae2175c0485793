package io.tensorflare.tensorflow;

import static io.tensorflare.tensorflow.TestModels.assertSentence;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.tensorflow.NativeLibraryFiles.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryFilesTest {
    private static final long MEGABYTE = 1_000_000;

    @TempDir Path cache;

    @Test
    void unpackingIsReported() {
        Entry large = new Entry(cache.resolve("large"), 3 * MEGABYTE);
        Entry small = new Entry(cache.resolve("small"), MEGABYTE);
        NativeLibraryFiles files = new NativeLibraryFiles(cache, List.of(large, small));
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        files.unpackDuring(
                () -> {
                    write(small);
                    waitFor(heard, "Unpacking TensorFlow (4 MB, once): 1000000 of 4000000");
                    write(large);
                },
                (activity, done, total) -> heard.add(activity + ": " + done + " of " + total));
        assertEquals(
                "Unpacking TensorFlow (4 MB, once): 4000000 of 4000000",
                heard.get(heard.size() - 1));

        heard.clear();
        boolean[] ran = {false};
        files.unpackDuring(() -> ran[0] = true, (activity, done, total) -> heard.add(activity));
        assertTrue(ran[0]);
        assertEquals(List.of(), heard);
    }

    @Test
    void diskIsCheckedFirst() {
        Entry huge = new Entry(cache.resolve("huge"), Long.MAX_VALUE / 4);
        boolean[] ran = {false};
        NativeLibraryFiles files = new NativeLibraryFiles(cache, List.of(huge));
        String message =
                assertThrows(
                                TensorFlareException.class,
                                () ->
                                        files.unpackDuring(
                                                () -> ran[0] = true,
                                                (activity, done, total) -> ran[0] = true))
                        .getMessage();
        assertTrue(message.startsWith("TensorFlow's native library needs "), message);
        assertFalse(ran[0]);
    }

    @Test
    void sentenceOfAFullDisk() {
        NativeLibraryFiles.requireSpace(Path.of("/cache"), 683 * MEGABYTE, 747 * MEGABYTE);
        assertSentence(
                "TensorFlow's native library needs 747 MB in '/cache', where 746 MB are free; make room, or name another folder by the system property org.bytedeco.javacpp.cachedir",
                () ->
                        NativeLibraryFiles.requireSpace(
                                Path.of("/cache"), 683 * MEGABYTE, 746 * MEGABYTE));
    }

    private static void write(Entry entry) {
        try {
            Files.write(entry.target(), new byte[Math.toIntExact(entry.size())]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void waitFor(List<String> heard, String report) {
        for (int i = 0; i < 1000 && !heard.contains(report); i++) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertTrue(heard.contains(report), heard.toString());
    }
}
