package io.tensorflare.cli;

import io.tensorflare.compile.DiskCache;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code tensorflare cache}: the compiled programs that are kept between processes. */
@Command(
        name = "cache",
        description = "The cache of compiled programs.",
        subcommands = CacheCommand.Clear.class)
final class CacheCommand {
    private CacheCommand() {}

    /** {@code tensorflare cache clear}. */
    @Command(name = "clear", description = "Deletes all compiled programs of this user.")
    static final class Clear implements Runnable {
        @Override
        public void run() {
            Path folder = DiskCache.userDirectory();
            long freed = DiskCache.in(folder).clear();
            System.err.println("freed " + (freed >> 10) + " KB in " + folder);
        }
    }
}
