package io.tensorflare.plan;

/** A mistake that the user can mend: one sentence that says what, where and what to do. */
public final class TensorFlareException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Position position;

    public TensorFlareException(ErrorCode code, Position position, String sentence) {
        this(code, position, sentence, null);
    }

    public TensorFlareException(
            ErrorCode code, Position position, String sentence, Throwable cause) {
        super(
                position.isKnown()
                        ? sentence
                                + " (line "
                                + position.line()
                                + ", column "
                                + position.column()
                                + ")"
                        : sentence,
                cause);
        this.code = code;
        this.position = position;
    }

    public TensorFlareException(ErrorCode code, String sentence) {
        this(code, Position.UNKNOWN, sentence, null);
    }

    public ErrorCode code() {
        return code;
    }

    /** Where in the SQL, or {@link Position#UNKNOWN}. */
    public Position position() {
        return position == null ? Position.UNKNOWN : position;
    }
}
