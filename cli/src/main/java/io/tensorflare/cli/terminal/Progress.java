package io.tensorflare.cli.terminal;

/** Hears how far a long task has come. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing. */
    Progress SILENT = (label, fraction) -> {};

    /**
     * Reports progress; called often, from one thread.
     *
     * @param label what is being done now, a word or two
     * @param fraction how much is done, 0 to 1
     */
    void report(String label, double fraction);
}
