package io.tensorflare.cli;

/** What the process tells its caller. */
final class ExitCode {
    static final int SUCCESS = 0;

    /** A mistake that the user can mend; standard error says how in one line. */
    static final int USER = 1;

    /** A fault of TensorFlare. */
    static final int INTERNAL = 2;

    /** Ended by Ctrl-C, as shells count it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
