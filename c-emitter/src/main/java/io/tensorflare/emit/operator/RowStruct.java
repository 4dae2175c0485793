package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns that rows of a struct of the program's own keep: strings as ids where they come so. */
final class RowStruct {
    /**
     * @param column its number in the input
     * @param valid the field that tells whether it is not NULL; empty where it never is
     */
    record Field(int column, String value, String valid, Profile profile) {
        CType type() {
            return profile.stored();
        }
    }

    private final StructFields struct;
    private final List<Field> fields = new ArrayList<>();

    RowStruct(StructFields struct) {
        this.struct = struct;
    }

    /** Keeps a column; all values lie before the first byte of validity. */
    void add(int column, String name, Profile profile) {
        CType type = profile.stored();
        String note = profile.ids().map(space -> "id in " + space.field()).orElse("");
        fields.add(new Field(column, struct.add(type.stored(), name, note), "", profile));
    }

    /** Adds the bytes of validity. */
    void addValidity() {
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.profile().nullable()) {
                String valid = struct.add("uint8_t", field.value() + "_valid", "");
                fields.set(i, new Field(field.column(), field.value(), valid, field.profile()));
            }
        }
    }

    List<Field> fields() {
        return fields;
    }

    /** Where a column is kept; empty where nobody reads it. */
    Optional<Field> field(int column) {
        return fields.stream().filter(field -> field.column() == column).findFirst();
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The offsets of strings, as lines of a table. */
    List<String> strings(String tag) {
        return fields.stream()
                .filter(field -> field.type() == CType.STRING)
                .map(field -> "FLARE_OFFSET(struct " + tag + ", " + field.value() + "),")
                .toList();
    }

    /**
     * Writes the assignments that fill the fields of a row from one number to another.
     *
     * @param place before a field's name, such as {@code into->}
     */
    void fill(CWriter c, String place, List<Cell> cells, int from, int to) {
        for (Field field : fields.subList(from, to)) {
            Cell cell = cells.get(field.column());
            Value value =
                    field.profile().ids().isPresent()
                            ? cell.idIn(field.profile().ids().get(), c)
                            : Conversions.to(cell.value(c), field.type());
            boolean nullable = !field.valid().isEmpty();
            CExpr into = CExpr.name(field.type(), place + field.value());
            c.line("$ = $;", into, nullable ? value.zeroed() : value.guarded());
            if (nullable) {
                c.line("$ = $;", CExpr.name(CType.BOOL, place + field.valid()), value.valid());
            }
        }
    }

    /** A field of a row as a column. */
    static Cell cell(Field field, String place) {
        CExpr code = CExpr.name(field.type(), place + field.value());
        CExpr valid =
                field.valid().isEmpty()
                        ? CExpr.truth(true)
                        : CExpr.name(CType.BOOL, place + field.valid())
                                .compare("!=", CExpr.number(CType.BOOL, 0));
        Optional<IdSpace> ids = field.profile().ids();
        if (ids.isPresent()) {
            return Cell.ofId(ids.get(), code, valid);
        }
        CExpr read =
                code.type() == CType.BOOL ? code.compare("!=", CExpr.number(CType.BOOL, 0)) : code;
        return Cell.of(new Value(read, valid, field.profile().range(), Value.Hazard.NONE));
    }
}
