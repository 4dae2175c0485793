package io.tensorflare.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the peers are asked. */
public enum Question {
    /** Much arithmetic on nearly all rows, four groups. */
    Q1("TPC-H Q1", "q01.sql"),
    /** Few rows of many, one sum. */
    Q6("TPC-H Q6", "q06.sql"),
    /** A TensorFlow model called for 2 000 000 rows. */
    CLASSIFIER("classifier", "classifier.sql");

    private final String title;
    private final String resource;

    Question(String title, String resource) {
        this.title = title;
        this.resource = resource;
    }

    String title() {
        return title;
    }

    boolean callsModel() {
        return this == CLASSIFIER;
    }

    String sql() {
        try (InputStream in = Question.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
