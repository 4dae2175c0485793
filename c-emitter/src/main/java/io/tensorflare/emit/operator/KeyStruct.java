package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The struct of a hash table's keys. Wide fields come first and the rest is filled up to a multiple
 * of 8, so that it has no hidden padding: keys are compared byte by byte.
 */
final class KeyStruct {
    private final String tag;
    private final List<KeyColumn> columns;
    private final Map<KeyColumn, String> fields = new LinkedHashMap<>();
    private final Map<KeyColumn, String> valid = new LinkedHashMap<>();

    KeyStruct(String tag, List<KeyColumn> columns, String note, CWriter structs) {
        this.tag = tag;
        this.columns = columns;
        StructFields struct = new StructFields();
        List<KeyColumn> byWidth = new ArrayList<>(columns);
        byWidth.sort(Comparator.comparing((KeyColumn key) -> key.type().byteSize()).reversed());
        int size = 0;
        for (KeyColumn key : byWidth) {
            String what = key.space().isPresent() ? " id in " + key.space().get().field() : "";
            fields.put(key, struct.add(key.type().stored(), key.name(), note + what));
            size += key.type().byteSize();
        }
        for (KeyColumn key : columns) {
            if (key.nullable()) {
                valid.put(key, struct.add("uint8_t", fields.get(key) + "_valid", note));
                size++;
            }
        }
        if (size % 8 != 0) {
            struct.addArray("uint8_t", "padding", 8 - size % 8, "always zero");
        }
        struct.declare(structs, "Keys of " + note + ", compared byte by byte.", tag);
    }

    String tag() {
        return tag;
    }

    List<KeyColumn> columns() {
        return columns;
    }

    /**
     * Writes the assignments that fill a key, such as {@code key->l_orderkey = ...;}.
     *
     * @param place before a field's name, such as {@code key->}
     */
    void fill(CWriter c, List<Cell> cells, String place, String note) {
        for (KeyColumn key : columns) {
            Value value = key.stored(c, cells.get(key.column()));
            c.line(
                            "$ = $;",
                            CExpr.name(key.type(), place + fields.get(key)),
                            key.nullable() ? value.zeroed() : value.guarded())
                    .note(note);
            if (key.nullable()) {
                c.line("$ = $;", CExpr.name(CType.BOOL, place + valid.get(key)), value.valid());
            }
        }
    }

    /** The cell of a key in a stored row. */
    Cell cell(KeyColumn key, String pointer, String member) {
        return cell(key, pointer + "->" + (member.isEmpty() ? "" : member + "."));
    }

    /**
     * @param place before a field of the key, such as {@code source->key.}
     */
    Cell cell(KeyColumn key, String place) {
        CExpr code = CExpr.name(key.type(), place + fields.get(key));
        CExpr validity =
                key.nullable()
                        ? CExpr.name(CType.BOOL, place + valid.get(key))
                                .compare("!=", CExpr.number(CType.BOOL, 0))
                        : CExpr.truth(true);
        return key.cell(code, validity);
    }
}
