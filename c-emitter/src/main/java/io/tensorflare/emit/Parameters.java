package io.tensorflare.emit;

import io.tensorflare.c.CComment;
import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import java.util.ArrayList;
import java.util.List;

/** Collects the fields of a program's parameter struct while its functions are written. */
public final class Parameters {
    private record Field(String declaration, String note) {}

    private final Names names = Names.fields();
    private final List<ParameterSlot> slots = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private int size;
    private int alignment = 1;

    /** A field of one value; the expression reads it. */
    public CExpr scalar(CType type, String name, String note, Constant value) {
        String field =
                add(name, type.stored() + " ", "", note, new ParameterSlot.Scalar(type, value));
        return CExpr.name(type, "parameters->" + field);
    }

    public CExpr presence(String name, String note, Constant.Prepared value) {
        String field = add(name, "uint8_t ", "", note, new ParameterSlot.Presence(value));
        return CExpr.name(CType.BOOL, "parameters->" + field);
    }

    /** Two values, from and to. */
    public String range(String name, String note, ParameterSlot.Range range) {
        return add(name, range.type().stored() + " ", "[2]", note, range);
    }

    public String stringRange(String name, String note, ParameterSlot.StringRange range) {
        return add(name, "flare_string_range ", "", note, range);
    }

    public String array(String name, String note, ParameterSlot.Array array) {
        return add(name, "flare_list ", "", note, array);
    }

    public String presenceArray(String name, String note, ParameterSlot.PresenceArray array) {
        return add(name, "flare_list ", "", note, array);
    }

    public String like(String name, String note, ParameterSlot.Like like) {
        return add(name, "flare_like ", "", note, like);
    }

    private String add(
            String wanted, String type, String suffix, String note, ParameterSlot.Fill fill) {
        String name = names.fromUser(wanted, "constant");
        int offset = align(size, fill.alignment());
        slots.add(new ParameterSlot(name, offset, fill));
        fields.add(new Field(type + name + suffix + ";", note));
        size = offset + fill.byteSize();
        alignment = Math.max(alignment, fill.alignment());
        return name;
    }

    public List<ParameterSlot> slots() {
        return List.copyOf(slots);
    }

    public int byteSize() {
        return align(size, alignment);
    }

    /** Writes {@code struct parameters}, unless it has no fields. */
    public void declare(CWriter c) {
        if (fields.isEmpty()) {
            return;
        }
        c.blank().comment("What the query's constants are this time.");
        c.table(
                "struct parameters",
                () ->
                        fields.forEach(
                                field ->
                                        c.line(field.declaration.replace("$", ""))
                                                .note(CComment.escape(field.note, 80), 48)));
    }

    private static int align(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }
}
