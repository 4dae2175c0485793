package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;

/**
 * An id space of the program: the field of {@code struct query} that holds its {@code flare_ids}.
 */
record IdSpace(String field) {
    String code() {
        return "query->" + field;
    }

    CExpr expression() {
        return CExpr.name(CType.IDS, code());
    }
}
