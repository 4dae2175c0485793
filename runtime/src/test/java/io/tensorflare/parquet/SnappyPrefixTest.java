package io.tensorflare.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Blocks written by hand, after the format's description. */
class SnappyPrefixTest {
    /** Length 11, the literal "abcd", a copy of 7 bytes from 4 back. */
    private static final byte[] ABCD = {11, 3 << 2, 'a', 'b', 'c', 'd', 3 << 2 | 1, 4};

    private static String prefix(byte[] block, int most) {
        return new String(SnappyPrefix.of(block, most), StandardCharsets.US_ASCII);
    }

    @Test
    void literalsAndOverlappingCopies() {
        assertEquals("abcdabcdabc", prefix(ABCD, 100));
    }

    @Test
    void longCopies() {
        byte[] block = {12, 3 << 2, 'a', 'b', 'c', 'd', 7 << 2 | 2, 4, 0};
        assertEquals("abcdabcdabcd", prefix(block, 100));
    }

    @Test
    void stopsWhereAsked() {
        assertEquals("abcdab", prefix(ABCD, 6));
        assertEquals("ab", prefix(ABCD, 2));
    }

    @Test
    void aBlockCutOffGivesWhatItHolds() {
        assertEquals("abcd", prefix(java.util.Arrays.copyOf(ABCD, 7), 100));
        assertEquals("abc", prefix(java.util.Arrays.copyOf(ABCD, 5), 100));
        assertEquals("", prefix(new byte[0], 100));
    }

    @Test
    void aCopyFromBeforeTheStartIsRefused() {
        byte[] block = {8, 0, 'a', 1, 9};
        assertThrows(IllegalArgumentException.class, () -> prefix(block, 100));
    }
}
