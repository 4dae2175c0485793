package io.tensorflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final List<String> lines = new ArrayList<>();
    private final Failures failures = new Failures(lines::add);

    @Test
    void mistakesAreOneLineAndExitCodeOne() {
        assertReports(
                ExitCode.USER,
                "error: there is no column a b (line 2, column 7)",
                new TensorFlareException(
                        ErrorCode.NAME, new Position(2, 7), "there is no column a\n\u001b\u2028b"));
    }

    @Test
    void faultsOfOursAreExitCodeTwo() {
        assertReports(
                ExitCode.INTERNAL,
                "internal error: java.lang.IllegalStateException: oops; please report it with the output of TENSORFLARE_TRACE=1",
                new IllegalStateException("oops"));
    }

    @Test
    void fullHeapIsTheUsers() {
        assertReports(
                ExitCode.USER,
                "error: the Java heap is full; give it more with TENSORFLARE_JAVA_OPTIONS=-Xmx4g, or fetch fewer rows with LIMIT",
                new OutOfMemoryError());
    }

    @Test
    void cancellingEndsAsShellsExpect() {
        assertReports(
                ExitCode.INTERRUPTED,
                "error: cancelled",
                new TensorFlareException(ErrorCode.CANCELLED, "cancelled"));
    }

    @Test
    void closedPipeIsNoFailure() {
        assertEquals(
                ExitCode.SUCCESS,
                failures.report(new Output.ClosedPipe(new IOException("Broken pipe"))));
        assertEquals(List.of(), lines);
    }

    private void assertReports(int code, String line, Throwable failure) {
        assertEquals(code, failures.report(failure));
        assertEquals(List.of(line), lines);
    }
}
