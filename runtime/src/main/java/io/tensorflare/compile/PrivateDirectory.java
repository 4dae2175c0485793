package io.tensorflare.compile;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A folder that belongs to this user and that nobody else can enter: what is loaded from it was put
 * there by us.
 */
final class PrivateDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private PrivateDirectory() {}

    /** Makes the folder where it is missing, and checks its owner and permissions. */
    static Path ensure(Path path) {
        try {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            try {
                Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } catch (FileAlreadyExistsException e) {
                tighten(path);
            }
            return path;
        } catch (IOException e) {
            throw new TensorFlareException(
                    ErrorCode.CACHE,
                    "cannot write the program cache '"
                            + path
                            + "' ("
                            + e
                            + "); make it writable, or name another folder in TENSORFLARE_CACHE");
        }
    }

    private static void tighten(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(path, "is not a folder");
        }
        int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != currentUser()) {
            throw refused(path, "belongs to another user");
        }
        if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(path, EnumSet.copyOf(OWNER_ONLY));
        }
    }

    private static TensorFlareException refused(Path path, String why) {
        return new TensorFlareException(
                ErrorCode.CACHE,
                "the program cache '"
                        + path
                        + "' "
                        + why
                        + "; remove it, or name another folder in TENSORFLARE_CACHE");
    }

    private static int currentUser() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }
}
