package io.tensorflare.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells terminals from files and pipes. */
public final class Terminals {
    public static final int STANDARD_INPUT = 0;
    public static final int STANDARD_OUTPUT = 1;
    public static final int STANDARD_ERROR = 2;

    private Terminals() {}

    /** True if this process's file descriptor is a terminal; false where the system cannot tell. */
    public static boolean isTerminal(int descriptor) {
        try {
            String device =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return device.startsWith("/dev/pts/")
                    || device.startsWith("/dev/tty")
                    || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
