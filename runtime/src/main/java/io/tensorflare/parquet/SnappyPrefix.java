package io.tensorflare.parquet;

import java.util.Arrays;

/** Decompresses the first bytes of a block in Snappy's raw format. Refuses what is damaged. */
final class SnappyPrefix {
    private static final int LITERAL = 0;
    private static final int LONG_LITERAL = 60;

    private final byte[] input;
    private final byte[] output;
    private int at;
    private int made;

    private SnappyPrefix(byte[] input, int most) {
        this.input = input;
        output = new byte[most];
    }

    /**
     * At most {@code most} bytes of what a block holds; fewer where the input ends.
     *
     * @param input the block, or its beginning
     * @throws IllegalArgumentException if a copy points before the output's start
     */
    static byte[] of(byte[] input, int most) {
        SnappyPrefix prefix = new SnappyPrefix(input, most);
        prefix.skipLength();
        while (prefix.at < input.length && prefix.made < most && prefix.element()) {
            // each call makes one element of output
        }
        return Arrays.copyOf(prefix.output, prefix.made);
    }

    private void skipLength() {
        while (at < input.length && input[at] < 0) {
            at++;
        }
        at++;
    }

    /** Makes one element's output; false where the input is cut off within it. */
    private boolean element() {
        int tag = input[at++] & 0xff;
        int kind = tag & 3;
        int trailing =
                kind == LITERAL ? Math.max(0, (tag >> 2) + 1 - LONG_LITERAL) : kind == 3 ? 4 : kind;
        if (at + trailing > input.length) {
            return false;
        }
        long extra = 0;
        for (int i = 0; i < trailing; i++) {
            extra |= (input[at++] & 0xffL) << (8 * i);
        }
        if (kind == LITERAL) {
            return literal(trailing == 0 ? (tag >> 2) + 1 : extra + 1);
        }
        if (kind == 1) {
            copy((tag >> 5 & 7) << 8 | (int) extra, (tag >> 2 & 7) + 4);
        } else {
            copy(extra, (tag >> 2) + 1);
        }
        return true;
    }

    private boolean literal(long length) {
        int fits = (int) Math.min(length, Math.min(output.length - made, input.length - at));
        System.arraycopy(input, at, output, made, fits);
        made += fits;
        at += fits;
        return fits == length;
    }

    private void copy(long offset, int length) {
        if (offset <= 0 || offset > made) {
            throw new IllegalArgumentException("a copy from before the start");
        }
        for (int i = 0; i < length && made < output.length; i++) {
            output[made] = output[made - (int) offset];
            made++;
        }
    }
}
