package io.tensorflare.cli;

import io.tensorflare.Batch;
import io.tensorflare.Result;
import io.tensorflare.Vector;
import io.tensorflare.cli.format.ResultPrinter;
import io.tensorflare.cli.format.ValueText;
import io.tensorflare.cli.terminal.ProgressWatch;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Type;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;

/** Hands the rows of a result to a printer, as text. */
final class ResultText {
    /** How values of one type become text. */
    private interface Cell {
        String text(Vector values, int row);
    }

    private ResultText() {}

    /**
     * Prints a result to its end.
     *
     * @param zone where TIMESTAMP WITH LOCAL TIME ZONE is shown
     */
    static void print(Result result, ZoneId zone, ResultPrinter printer) throws IOException {
        List<Cell> cells =
                result.columns().stream().map(Column::type).map(type -> cell(type, zone)).toList();
        String[] texts = new String[cells.size()];
        for (boolean more = awaitFirst(result); more; more = result.next()) {
            Batch batch = result.batch();
            for (int row = 0; row < batch.rows(); row++) {
                for (int column = 0; column < texts.length; column++) {
                    Vector values = batch.vector(column);
                    texts[column] = values.isNull(row) ? null : cells.get(column).text(values, row);
                }
                printer.row(texts);
            }
        }
        printer.end();
    }

    /**
     * Most of a query's work is done before its first rows come, so the bar is shown until then.
     */
    private static boolean awaitFirst(Result result) {
        return ProgressWatch.during("running", () -> result.progress().fraction(), result::next);
    }

    private static Cell cell(Type type, ZoneId zone) {
        return switch (type.kind()) {
            case BOOLEAN -> (values, row) -> String.valueOf(values.getBoolean(row));
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                    (values, row) -> String.valueOf(values.getLong(row));
            case REAL -> (values, row) -> ValueText.real(values.getFloat(row));
            case DOUBLE -> (values, row) -> ValueText.doubles(values.getDouble(row));
            case DECIMAL -> (values, row) -> ValueText.decimal(values.getDecimal(row));
            case DATE -> (values, row) -> ValueText.date(values.getLong(row));
            case TIME -> (values, row) -> ValueText.time(values.getLong(row));
            case TIMESTAMP -> (values, row) -> ValueText.timestamp(values.getLong(row));
            case TIMESTAMP_LOCAL -> (values, row) -> ValueText.timestamp(values.getLong(row), zone);
            case INTERVAL_MONTHS -> (values, row) -> ValueText.months(values.getLong(row));
            case INTERVAL_MICROSECONDS -> (values, row) -> ValueText.micros(values.getLong(row));
            case VARCHAR -> (values, row) -> values.getString(row);
            case BINARY -> (values, row) -> ValueText.binary(values.getBytes(row));
            case LIST, STRUCT ->
                    throw new IllegalStateException(
                            "no result has values of type " + type + " yet");
        };
    }
}
