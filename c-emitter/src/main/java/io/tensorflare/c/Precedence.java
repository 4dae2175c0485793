package io.tensorflare.c;

/** How tightly the outermost operator of a C expression binds, loosest first. */
public enum Precedence {
    CONDITIONAL,
    OR,
    AND,
    EQUALITY,
    RELATION,
    SUM,
    PRODUCT,
    UNARY,
    PRIMARY
}
