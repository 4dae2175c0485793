package io.tensorflare.cli;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns exceptions into one line on standard error and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /** Set to anything, it adds stack traces. */
    private static final String TRACE = "TENSORFLARE_TRACE";

    private final Consumer<String> err;

    /**
     * Makes a reporter.
     *
     * @param err takes a line
     */
    Failures(Consumer<String> err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        err.accept("error: " + oneLine(failure.getMessage()) + "; see '" + command + " --help'");
        return ExitCode.USER;
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        return report(failure);
    }

    /** Prints what went wrong and returns the exit code. */
    int report(Throwable failure) {
        if (failure instanceof Output.ClosedPipe) {
            return ExitCode.SUCCESS;
        }
        if (System.getenv(TRACE) != null) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.accept(trace.toString());
        }
        if (failure instanceof TensorFlareException mistake) {
            err.accept("error: " + oneLine(mistake.getMessage()));
            return mistake.code() == ErrorCode.CANCELLED ? ExitCode.INTERRUPTED : ExitCode.USER;
        }
        if (failure instanceof OutOfMemoryError) {
            err.accept(
                    "error: the Java heap is full; give it more with TENSORFLARE_JAVA_OPTIONS=-Xmx4g, or fetch fewer rows with LIMIT");
            return ExitCode.USER;
        }
        err.accept(
                "internal error: "
                        + oneLine(failure.toString())
                        + "; please report it with the output of "
                        + TRACE
                        + "=1");
        return ExitCode.INTERNAL;
    }

    /**
     * Makes one line of text that may hold names and values of any kind: line breaks and control
     * characters become blanks.
     */
    static String oneLine(String text) {
        return text == null ? "" : text.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
}
