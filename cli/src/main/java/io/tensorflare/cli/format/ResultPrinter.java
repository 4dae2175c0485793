package io.tensorflare.cli.format;

import java.io.IOException;

/** Prints one result: rows in order, then the end. */
public interface ResultPrinter {
    /**
     * Prints a row.
     *
     * @param cells one text a column, null for NULL; the array is the caller's and changes after
     *     the call
     */
    void row(String[] cells) throws IOException;

    /** Prints what remains; no row follows. */
    void end() throws IOException;
}
