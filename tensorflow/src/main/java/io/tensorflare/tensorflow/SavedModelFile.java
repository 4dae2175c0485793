package io.tensorflare.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** Reads the file saved_model.pb, as far as its signatures, without TensorFlow's library. */
final class SavedModelFile {
    private static final String FILE = "saved_model.pb";
    private static final String TEXT_FILE = "saved_model.pbtxt";
    private static final int DEPTH = 2; // variables/ and assets/ belong to a model
    private static final String DEFAULT_SIGNATURE = "serving_default";

    private SavedModelFile() {}

    static boolean isIn(Path directory) {
        return Files.isRegularFile(directory.resolve(FILE));
    }

    /** Reads the signature that the options choose. */
    static SignatureDef readSignature(Path directory, ModelOptions options) {
        return signature(directory, metaGraph(directory, parse(directory), options.tag()), options);
    }

    /**
     * Returns names, sizes and times of all files of a model: what changes when it is exported
     * anew.
     */
    static String version(Path directory) {
        try (Stream<Path> files = Files.walk(directory, DEPTH)) {
            StringBuilder version = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                version.append(directory.relativize(file)).append(' ').append(Files.size(file));
                version.append(' ').append(Files.getLastModifiedTime(file)).append('\n');
            }
            return version.toString();
        } catch (IOException e) {
            throw unreadable(directory, e);
        } catch (UncheckedIOException e) {
            throw unreadable(directory, e.getCause());
        }
    }

    private static SavedModel parse(Path directory) {
        Path file = directory.resolve(FILE);
        if (!isIn(directory)) {
            throw missing(directory);
        }
        try {
            return SavedModel.parseFrom(Files.readAllBytes(file));
        } catch (InvalidProtocolBufferException e) {
            throw error("'%s' is not a SavedModel, or it is damaged; export the model again", file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static TensorFlareException missing(Path directory) {
        if (!Files.exists(directory)) {
            return error("there is no folder '%s' to read a model from", directory);
        }
        if (!Files.isDirectory(directory)) {
            return error("'%s' is not a folder; name the folder that holds %s", directory, FILE);
        }
        if (Files.isRegularFile(directory.resolve(TEXT_FILE))) {
            return error(
                    "the model in '%s' is stored as text, in %s; export it in the binary form, as %s",
                    directory, TEXT_FILE, FILE);
        }
        String hint =
                modelBelow(directory)
                        .map(found -> "did you mean '" + found + "'?")
                        .orElse("name the folder that a model was exported to");
        return error(
                "the folder '%s' holds no SavedModel: it has no %s; %s", directory, FILE, hint);
    }

    /** The first folder inside that holds a model: exports are often kept one folder a version. */
    private static Optional<Path> modelBelow(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(SavedModelFile::isIn).sorted().findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // no hint then: the sentence stays true
        }
    }

    private static MetaGraphDef metaGraph(Path directory, SavedModel model, String tag) {
        List<List<String>> tags =
                model.getMetaGraphsList().stream()
                        .map(graph -> List.copyOf(graph.getMetaInfoDef().getTagsList()))
                        .toList();
        int found = tags.indexOf(List.of(tag));
        if (found < 0) {
            throw error(
                    "the model in '%s' has no graph with the tag '%s'; there are %s",
                    directory, tag, tags);
        }
        return model.getMetaGraphs(found);
    }

    private static SignatureDef signature(
            Path directory, MetaGraphDef graph, ModelOptions options) {
        TreeMap<String, SignatureDef> signatures = new TreeMap<>(graph.getSignatureDefMap());
        signatures.keySet().removeIf(name -> name.startsWith("__")); // TensorFlow's own
        String name = options.signature().orElse(DEFAULT_SIGNATURE);
        if (options.signature().isEmpty() && signatures.size() == 1) {
            name = signatures.firstKey();
        }
        if (!signatures.containsKey(name)) {
            throw error(
                    "the model in '%s' has no signature '%s'; %s",
                    directory,
                    name,
                    signatures.isEmpty()
                            ? "it was exported without any"
                            : "choose one by WITH (signature = '...') from "
                                    + String.join(", ", signatures.keySet()));
        }
        return signatures.get(name);
    }

    private static TensorFlareException unreadable(Path path, IOException e) {
        return new TensorFlareException(
                ErrorCode.FILE,
                Position.UNKNOWN,
                "'%s' cannot be read: %s".formatted(path, e.getMessage()),
                e);
    }

    private static TensorFlareException error(String format, Object... arguments) {
        return new TensorFlareException(ErrorCode.MODEL, format.formatted(arguments));
    }
}
