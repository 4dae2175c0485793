package io.tensorflare.parquet;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a file is still the one that was read: path, size in bytes, modification time in
 * nanoseconds, inode.
 */
public record FileIdentity(Path path, long byteSize, long modifiedNanos, long inode) {
    /** The identity of an absolute path, now. */
    public static FileIdentity of(Path path) {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:size,lastModifiedTime,ino,isRegularFile");
            if (!(Boolean) attributes.get("isRegularFile")) {
                throw new TensorFlareException(
                        ErrorCode.FILE,
                        "'"
                                + path
                                + "' is not a regular file; name a Parquet file, a glob or a folder");
            }
            FileTime modified = (FileTime) attributes.get("lastModifiedTime");
            return new FileIdentity(
                    path,
                    (Long) attributes.get("size"),
                    modified.to(TimeUnit.NANOSECONDS),
                    ((Number) attributes.get("ino")).longValue());
        } catch (NoSuchFileException e) {
            throw new TensorFlareException(
                    ErrorCode.FILE, "file '" + path + "' does not exist; check the path");
        } catch (IOException e) {
            throw new TensorFlareException(
                    ErrorCode.FILE, "cannot read file '" + path + "': " + e.getMessage());
        }
    }
}
