package io.tensorflare.parquet;

import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;

/** Turns the flattened schema tree of a footer into top-level columns with SQL types. */
final class SchemaReader {
    private final List<SchemaElement> elements;
    private int next = 1;
    private int leaves;

    SchemaReader(List<SchemaElement> elements) {
        this.elements = elements;
    }

    int leafCount() {
        return leaves;
    }

    List<ParquetColumn> columns() {
        List<ParquetColumn> columns = new ArrayList<>();
        int count = elements.get(0).getNum_children();
        for (int i = 0; i < count; i++) {
            columns.add(column());
        }
        if (next != elements.size()) {
            throw new IllegalArgumentException(
                    "its schema has "
                            + elements.size()
                            + " elements, but the tree ends at "
                            + next);
        }
        return columns;
    }

    private ParquetColumn column() {
        SchemaElement element = elements.get(next);
        if (element.isSetNum_children() && element.getNum_children() > 0) {
            skip();
            return unsupported(element, -1, "nested columns are not supported yet");
        }
        next++;
        int leaf = leaves++;
        if (element.getRepetition_type() == FieldRepetitionType.REPEATED) {
            return unsupported(element, leaf, "repeated columns are not supported yet");
        }
        return primitive(element, leaf);
    }

    /** Steps over a whole subtree; counting, not recursion, so that a hostile depth is harmless. */
    private void skip() {
        long open = 1;
        while (open > 0) {
            SchemaElement element = elements.get(next++);
            open--;
            if (element.isSetNum_children() && element.getNum_children() > 0) {
                open += element.getNum_children();
            } else {
                leaves++;
            }
        }
    }

    private static ParquetColumn unsupported(SchemaElement element, int leaf, String reason) {
        return new ParquetColumn(
                element.getName(), leaf, Type.VARCHAR, true, 0, 0, Conversion.NONE, reason);
    }

    private static ParquetColumn primitive(SchemaElement element, int leaf) {
        return switch (element.getType()) {
            case BOOLEAN -> of(element, leaf, Type.BOOLEAN, Conversion.NONE);
            case INT32 -> integer(element, leaf, 32);
            case INT64 -> integer(element, leaf, 64);
            case INT96 -> of(element, leaf, Type.TIMESTAMP, Conversion.INT96);
            case FLOAT -> of(element, leaf, Type.REAL, Conversion.NONE);
            case DOUBLE -> of(element, leaf, Type.DOUBLE, Conversion.NONE);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bytes(element, leaf);
        };
    }

    private static ParquetColumn of(
            SchemaElement element, int leaf, Type type, Conversion conversion) {
        boolean nullable = element.getRepetition_type() != FieldRepetitionType.REQUIRED;
        return new ParquetColumn(
                element.getName(),
                leaf,
                type,
                nullable,
                element.getType().getValue(),
                element.getType_length(),
                conversion,
                "");
    }

    private static ParquetColumn integer(SchemaElement element, int leaf, int bits) {
        LogicalType logical = element.getLogicalType();
        if (isDecimal(element)) {
            return decimal(element, leaf);
        }
        if (logical != null && logical.isSetTIMESTAMP()) {
            Type type =
                    logical.getTIMESTAMP().isIsAdjustedToUTC()
                            ? Type.TIMESTAMP_LOCAL
                            : Type.TIMESTAMP;
            return of(element, leaf, type, timestamp(logical.getTIMESTAMP().getUnit()));
        }
        if (logical != null && logical.isSetTIME()) {
            return of(element, leaf, Type.TIME, time(logical.getTIME().getUnit()));
        }
        if (logical != null && logical.isSetDATE()) {
            return of(element, leaf, Type.DATE, Conversion.NONE);
        }
        if (logical != null && logical.isSetINTEGER()) {
            return sized(
                    element,
                    leaf,
                    logical.getINTEGER().getBitWidth(),
                    logical.getINTEGER().isIsSigned());
        }
        ConvertedType converted = element.getConverted_type();
        if (converted == null) {
            return sized(element, leaf, bits, true);
        }
        return switch (converted) {
            case DATE -> of(element, leaf, Type.DATE, Conversion.NONE);
            case TIME_MILLIS -> of(element, leaf, Type.TIME, Conversion.TIME_MILLIS);
            case TIME_MICROS -> of(element, leaf, Type.TIME, Conversion.TIME_MICROS);
            case TIMESTAMP_MILLIS ->
                    of(element, leaf, Type.TIMESTAMP_LOCAL, Conversion.TIMESTAMP_MILLIS);
            case TIMESTAMP_MICROS ->
                    of(element, leaf, Type.TIMESTAMP_LOCAL, Conversion.TIMESTAMP_MICROS);
            case INT_8 -> sized(element, leaf, 8, true);
            case INT_16 -> sized(element, leaf, 16, true);
            case INT_32, INT_64 -> sized(element, leaf, bits, true);
            case UINT_8 -> sized(element, leaf, 8, false);
            case UINT_16 -> sized(element, leaf, 16, false);
            case UINT_32, UINT_64 -> sized(element, leaf, bits, false);
            default ->
                    unsupported(
                            element,
                            leaf,
                            "type " + converted + " on " + element.getType() + " is not supported");
        };
    }

    private static ParquetColumn sized(SchemaElement element, int leaf, int bits, boolean signed) {
        if (signed) {
            Type type =
                    bits <= 8
                            ? Type.TINYINT
                            : bits <= 16 ? Type.SMALLINT : bits <= 32 ? Type.INTEGER : Type.BIGINT;
            return of(element, leaf, type, Conversion.NONE);
        }
        Type type =
                bits <= 8
                        ? Type.SMALLINT
                        : bits <= 16
                                ? Type.INTEGER
                                : bits <= 32 ? Type.BIGINT : Type.decimal(20, 0);
        return of(element, leaf, type, Conversion.UNSIGNED);
    }

    private static ParquetColumn bytes(SchemaElement element, int leaf) {
        LogicalType logical = element.getLogicalType();
        if (isDecimal(element)) {
            return decimal(element, leaf);
        }
        boolean text =
                logical != null
                        ? logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON()
                        : element.getConverted_type() == ConvertedType.UTF8
                                || element.getConverted_type() == ConvertedType.ENUM
                                || element.getConverted_type() == ConvertedType.JSON;
        if (text) {
            return of(element, leaf, Type.VARCHAR, Conversion.NONE);
        }
        if (logical != null && !logical.isSetBSON() && !logical.isSetUNKNOWN()) {
            return unsupported(
                    element, leaf, "type " + logical.getSetField() + " is not supported yet");
        }
        if (element.getConverted_type() == ConvertedType.INTERVAL) {
            return unsupported(element, leaf, "type INTERVAL is not supported yet");
        }
        return of(element, leaf, Type.BINARY, Conversion.NONE);
    }

    private static boolean isDecimal(SchemaElement element) {
        return element.getLogicalType() != null
                ? element.getLogicalType().isSetDECIMAL()
                : element.getConverted_type() == ConvertedType.DECIMAL;
    }

    private static ParquetColumn decimal(SchemaElement element, int leaf) {
        boolean logical = element.getLogicalType() != null;
        int precision =
                logical
                        ? element.getLogicalType().getDECIMAL().getPrecision()
                        : element.getPrecision();
        int scale = logical ? element.getLogicalType().getDECIMAL().getScale() : element.getScale();
        if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
            return unsupported(
                    element,
                    leaf,
                    "DECIMAL(" + precision + ", " + scale + ") has more than 38 digits");
        }
        return of(element, leaf, Type.decimal(precision, scale), Conversion.DECIMAL);
    }

    private static Conversion timestamp(TimeUnit unit) {
        return unit.isSetMILLIS()
                ? Conversion.TIMESTAMP_MILLIS
                : unit.isSetMICROS() ? Conversion.TIMESTAMP_MICROS : Conversion.TIMESTAMP_NANOS;
    }

    private static Conversion time(TimeUnit unit) {
        return unit.isSetMILLIS()
                ? Conversion.TIME_MILLIS
                : unit.isSetMICROS() ? Conversion.TIME_MICROS : Conversion.TIME_NANOS;
    }
}
