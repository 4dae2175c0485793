package io.tensorflare.engine;

/**
 * Tells that a running query met two rows with a key that its plan took to be unique. The plan is
 * no use for these files: planned again without such assumptions, the query runs.
 */
final class AssumptionException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    AssumptionException(String message) {
        super(message);
    }
}
