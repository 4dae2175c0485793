package io.tensorflare.emit.operator;

import io.tensorflare.c.CComment;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import java.util.ArrayList;
import java.util.List;

/** The fields of a struct, collected while the code that uses them is written. */
final class StructFields {
    private record Field(String declaration, String note) {}

    private final Names names = Names.fields();
    private final List<Field> fields = new ArrayList<>();

    /** Adds {@code type name;} and gives the name, which is {@code wanted} as far as possible. */
    String add(String type, String wanted, String note) {
        return add(type, wanted, "", note);
    }

    /** Adds an array of a block's length. */
    String addBlock(String type, String wanted, String note) {
        return add(type, wanted, "[FLARE_BLOCK]", note);
    }

    /** Adds an array of some length. */
    String addArray(String type, String wanted, int length, String note) {
        return add(type, wanted, "[" + length + "]", note);
    }

    private String add(String type, String wanted, String suffix, String note) {
        String readable = Names.readable(wanted);
        String name =
                readable.isEmpty() || Character.isDigit(readable.charAt(0))
                        ? names.fromUser(wanted, "value")
                        : names.unique(readable);
        fields.add(new Field((type.endsWith("*") ? type : type + " ") + name + suffix + ";", note));
        return name;
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    void declare(CWriter c, String comment, String tag) {
        c.blank().comment(comment);
        c.table("struct " + tag, () -> fields.forEach(field -> write(c, field)));
    }

    private static void write(CWriter c, Field field) {
        c.line(field.declaration);
        if (!field.note.isEmpty()) {
            c.note(CComment.escape(field.note, 100), 48);
        }
    }
}
