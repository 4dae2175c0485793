package io.tensorflare;

/** Hears how far a long activity is. Called from any thread, several times a second at most. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = (activity, done, total) -> {};

    /**
     * Reports that {@code done} of {@code total} units are done; the last call of an activity has
     * both equal.
     *
     * @param activity a few words for people, the same in every call of one activity
     */
    void progress(String activity, long done, long total);
}
