package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import java.util.List;

/** The constant table that describes rows of a join to the runtime. */
final class JoinLayout {
    private JoinLayout() {}

    static void declare(CWriter c, JoinTable table, String name, boolean filtered) {
        List<String> strings = table.row().strings(table.tag());
        c.blank();
        if (!strings.isEmpty()) {
            c.table("static const uint32_t $_strings[] =", () -> strings.forEach(c::line), name);
        }
        c.table(
                "static const flare_join_layout $ =",
                () -> {
                    c.line(".row_size = sizeof(struct $),", table.tag());
                    table.key().ifPresent(key -> key(c, table, key));
                    if (!strings.isEmpty()) {
                        c.line(".strings = $_strings,", name)
                                .line(".string_count = $,", strings.size());
                    }
                    if (table.shape().isUnique()) {
                        c.line(".unique = true,");
                    }
                    if (filtered) {
                        c.line(".filter = true,");
                    }
                },
                name);
    }

    private static void key(CWriter c, JoinTable table, KeyStruct key) {
        c.line(".key_offset = FLARE_OFFSET(struct $, key),", table.tag());
        c.line(".key_size = sizeof(struct $),", key.tag());
    }
}
