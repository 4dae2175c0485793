package io.tensorflare.cli;

import io.tensorflare.SqlText;
import io.tensorflare.cli.terminal.Terminals;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a command's SQL comes from: its argument, a file, or standard input. */
final class SqlInput {
    @Parameters(
            arity = "0..1",
            paramLabel = "SQL",
            description =
                    "Statements separated by semicolons; without it and -f they come from standard input.")
    private String text;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Reads the statements from FILE.")
    private Path file;

    /**
     * Reads and splits the SQL.
     *
     * @return at least one statement
     */
    List<String> statements() {
        List<String> statements = SqlText.statements(read());
        if (statements.isEmpty()) {
            throw new TensorFlareException(
                    ErrorCode.SYNTAX,
                    "there is no SQL in " + source() + "; write a query such as SELECT 1");
        }
        return statements;
    }

    private String read() {
        if (text != null && file != null) {
            throw new TensorFlareException(
                    ErrorCode.SETTING,
                    "SQL was given twice, as an argument and in " + file + "; leave one away");
        }
        if (text != null) {
            return text;
        }
        if (file != null) {
            return readFile(file);
        }
        if (Terminals.isTerminal(Terminals.STANDARD_INPUT)) {
            throw new TensorFlareException(
                    ErrorCode.SETTING,
                    "there is nothing to run; give SQL as an argument, in a file with -f, or on standard input");
        }
        return readStandardInput();
    }

    private String source() {
        return text != null ? "the argument" : file != null ? file.toString() : "standard input";
    }

    /** Reads a file of SQL in UTF-8. */
    static String readFile(Path file) {
        if (!Files.exists(file)) {
            throw new TensorFlareException(
                    ErrorCode.FILE, "there is no file " + file + "; check the path after -f");
        }
        if (Files.isDirectory(file)) {
            throw new TensorFlareException(
                    ErrorCode.FILE, file + " is a folder; name a file of SQL");
        }
        try {
            return decode(Files.readAllBytes(file), file.toString());
        } catch (IOException failure) {
            throw new TensorFlareException(
                    ErrorCode.FILE, "cannot read " + file + "; check its permissions");
        }
    }

    static String readStandardInput() {
        try {
            InputStream input = System.in;
            return decode(input.readAllBytes(), "standard input");
        } catch (IOException failure) {
            throw new TensorFlareException(
                    ErrorCode.FILE, "cannot read standard input: " + failure.getMessage());
        }
    }

    private static String decode(byte[] bytes, String source) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            throw new TensorFlareException(
                    ErrorCode.SYNTAX, "the SQL in " + source + " is not UTF-8; convert it first");
        }
    }
}
