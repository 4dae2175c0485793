package io.tensorflare.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCacheTest {
    @TempDir Path folder;

    private Path built(int size) throws IOException {
        return Files.write(Files.createTempFile(folder, "built", ".so"), new byte[size]);
    }

    @Test
    void keepsWhatItIsGivenForTheUserAlone() throws IOException {
        DiskCache cache = new DiskCache(folder.resolve("programs"));
        cache.store("k", "int x;", built(10));
        Path found = cache.find("k", "int x;").orElseThrow();
        assertArrayEquals(new byte[10], Files.readAllBytes(found));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("programs"))));
    }

    @Test
    void rebuildsWhatIsCorruptOrAnotherText() throws IOException {
        DiskCache cache = new DiskCache(folder.resolve("programs"));
        Path library = cache.store("k", "int x;", built(10));
        assertTrue(cache.find("k", "int y;").isEmpty());
        library = cache.store("k", "int x;", built(10));
        Files.write(library, new byte[] {1, 2, 3});
        assertTrue(cache.find("k", "int x;").isEmpty());
        assertFalse(Files.exists(library));
    }

    @Test
    void forgetsTheLeastRecentlyUsedFirst() throws IOException {
        DiskCache cache = new DiskCache(folder.resolve("programs"), 1500);
        Path a = cache.store("a", "", built(500));
        Path b = cache.store("b", "", built(500));
        Files.setLastModifiedTime(a, FileTime.fromMillis(1000));
        Files.setLastModifiedTime(b, FileTime.fromMillis(2000));
        cache.find("a", "").orElseThrow();
        cache.store("c", "", built(500));
        assertTrue(cache.find("a", "").isPresent());
        assertTrue(cache.find("b", "").isEmpty());
        assertTrue(cache.find("c", "").isPresent());
    }

    @Test
    void clears() throws IOException {
        DiskCache cache = new DiskCache(folder.resolve("programs"));
        cache.store("k", "", built(100));
        assertTrue(cache.clear() >= 100);
        assertTrue(cache.find("k", "").isEmpty());
        assertEquals(0, cache.clear());
    }

    @Test
    void refusesAFolderThatIsALink() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(folder.resolve("programs"), elsewhere);
        Path library = built(1);
        assertThrows(TensorFlareException.class, () -> new DiskCache(link).store("k", "", library));
    }
}
