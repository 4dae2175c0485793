package io.tensorflare.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Expressions, names, comments and layout of C. */
class CTextTest {
    private static final CExpr A = CExpr.name(CType.INT64, "a");
    private static final CExpr B = CExpr.name(CType.INT64, "b[row]");

    @Test
    void putsParenthesesWhereCNeedsThem() {
        assertEquals("a * (a + b[row])", A.times(A.plus(B)).text());
        assertEquals("a - (b[row] - a)", A.minus(B.minus(A)).text());
        assertEquals("a + b[row] - a", A.plus(B).minus(A).text());
        assertEquals(
                "(a < b[row] && a == b[row]) || a > b[row]",
                A.compare("<", B).and(A.compare("==", B)).or(A.compare(">", B)).text());
        assertEquals("(int32_t)(a + b[row])", A.plus(B).cast(CType.INT32).text());
    }

    @Test
    void negatesPlainly() {
        assertEquals("a >= b[row]", A.compare("<", B).not().text());
        assertEquals("a != b[row]", A.compare("==", B).not().text());
        CExpr flag = CExpr.name(CType.BOOL, "flag");
        assertEquals("flag", flag.not().not().text());
        assertEquals("!(flag && a < b[row])", flag.and(A.compare("<", B)).not().text());
    }

    @Test
    void refusesIllTypedCode() {
        assertThrows(IllegalArgumentException.class, () -> A.plus(CExpr.name(CType.DOUBLE, "x")));
        assertThrows(IllegalArgumentException.class, () -> A.and(B));
        assertThrows(IllegalArgumentException.class, () -> CExpr.name(CType.INT64, "a; system()"));
        assertThrows(IllegalArgumentException.class, () -> new CWriter().line("$;", "a; system()"));
    }

    @Test
    void inventsReadableNames() {
        Names names = Names.global();
        assertEquals("l_shipdate", names.fromUser("L_ShipDate", "column"));
        assertEquals("l_shipdate_2", names.fromUser("l_shipdate", "column"));
        assertEquals("row_2", names.fromUser("row", "column"));
        assertEquals("int_2", names.fromUser("int", "column"));
        assertEquals("column", names.fromUser("日本", "column"));
        assertEquals("column_1st", names.fromUser("1st", "column"));
        assertEquals("column_flare_raise", names.fromUser("flare_raise", "column"));
        assertTrue(names.fromUser("x".repeat(1_000), "column").length() <= 40);
        assertEquals("l_shipdate_3", names.inner().fromUser("l_shipdate", "column"));
    }

    @Test
    void letsNothingOutOfComments() {
        for (String text :
                new String[] {
                    "*/", "/*", "**//", "*\0/", "??/", "???/", "\\", "a\nb", "*", "/", "\u202e"
                }) {
            String escaped = CComment.escape(text);
            assertFalse(
                    escaped.contains("*/")
                            || escaped.contains("/*")
                            || escaped.contains("??")
                            || escaped.contains("\\")
                            || escaped.contains("\n"),
                    text);
            assertFalse(escaped.endsWith("*") || escaped.endsWith("/"), text);
        }
    }

    @Test
    void keepsLinesShort() {
        CExpr sum = A;
        for (int i = 0; i < 40; i++) {
            sum = sum.plus(B);
        }
        String text = new CWriter().line("x = $;", sum).text();
        assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
        assertEquals("x = " + sum + ";\n", text.replaceAll("\n +", " "));
    }

    @Test
    void bracesOnlyWhatNeedsThem() {
        CWriter c = new CWriter();
        c.block("if ($)", () -> c.line("a = 1;"), A.compare("<", B));
        c.block("while ($)", () -> c.line("a = 1;").line("b = 2;"), A.compare("<", B));
        assertEquals(
                "if (a < b[row])\n    a = 1;\nwhile (a < b[row]) {\n    a = 1;\n    b = 2;\n}\n",
                c.text());
    }

    @Test
    void dropsWhatNobodyMentions() {
        CWriter c = new CWriter();
        c.declaration(A, "int64_t a = 1;")
                .declaration(CExpr.name(CType.INT64, "ab"), "int64_t ab = 2;")
                .line("return ab;");
        assertEquals("int64_t ab = 2;\nreturn ab;\n", c.dropUnused().text());
    }
}
