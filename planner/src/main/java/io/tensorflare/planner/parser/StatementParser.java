package io.tensorflare.planner.parser;

import io.tensorflare.plan.DeepStack;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.SqlScript;
import io.tensorflare.planner.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.util.SourceStringReader;

/**
 * Parses one statement with the generated grammar. Not for several threads at once: make one a
 * statement.
 */
public final class StatementParser {
    private static final int LONGEST_NAME = 65_536;

    private final SqlScript.Piece piece;

    private StatementParser(SqlScript.Piece piece) {
        this.piece = piece;
    }

    /**
     * The statement; a mistake in the text is a {@link TensorFlareException} with its place in the
     * whole text.
     */
    public static Statement parse(SqlScript.Piece piece) {
        return DeepStack.call(() -> new StatementParser(piece).statement());
    }

    /** The syntax tree of a query, fresh for the validator to change. */
    public static SqlNode parseQuery(String sql, Position position) {
        SqlScript.Piece piece = new SqlScript.Piece(sql, position, sql);
        return DeepStack.call(() -> new StatementParser(piece).tree());
    }

    private SqlNode tree() {
        GeneratedSqlParser parser = new GeneratedSqlParser(new SourceStringReader(piece.sql()));
        parser.jj_input_stream.ReInit(
                new SourceStringReader(piece.sql()),
                piece.position().line(),
                piece.position().column(),
                piece.sql().length() + 1);
        parser.token_source = new KeywordFilter(parser.jj_input_stream);
        parser.setTabSize(1);
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setUnquotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(LONGEST_NAME);
        parser.setConformance(Dialect.CONFORMANCE);
        parser.setOriginalSql(piece.sql());
        parser.switchTo(SqlAbstractParserImpl.LexicalState.DQID);
        try {
            return WindowShorthands.expand(GroupByAll.expand(parser.parseSqlStmtEof()));
        } catch (TensorFlareException mistake) {
            throw mistake;
        } catch (Exception | TokenMgrError | AssertionError failure) {
            throw SyntaxErrors.explain(failure, parser, piece);
        }
    }

    private Statement statement() {
        SqlNode node = tree();
        if (!(node instanceof StatementNode statement)) {
            return query(node);
        }
        if (statement instanceof StatementNode.Create create) {
            return create(create);
        }
        if (statement instanceof StatementNode.Drop drop) {
            Statement.Absent absent =
                    drop.absence == StatementNode.Absence.IGNORED
                            ? Statement.Absent.IGNORED
                            : Statement.Absent.REFUSED;
            return new Statement.Drop(
                    piece.sql(),
                    piece.position(),
                    Statement.Target.valueOf(drop.target.name()),
                    drop.name.getSimple(),
                    absent);
        }
        if (statement instanceof StatementNode.Show show) {
            return show(lower(show.name));
        }
        if (statement instanceof StatementNode.Assign assign) {
            return new Statement.SetSetting(
                    piece.sql(), piece.position(), lower(assign.name), text(assign.value));
        }
        if (statement instanceof StatementNode.Describe describe) {
            return new Statement.Describe(piece.sql(), piece.position(), text(describe.name));
        }
        if (statement instanceof StatementNode.Explain explain) {
            Statement.Depth depth =
                    explain.depth == StatementNode.Depth.RUN
                            ? Statement.Depth.RUN
                            : Statement.Depth.PLAN;
            return new Statement.Explain(
                    piece.sql(), piece.position(), depth, inner(explain.query));
        }
        throw new IllegalStateException("no statement for " + statement.getClass());
    }

    private Statement query(SqlNode node) {
        switch (node.getKind()) {
            case SELECT, ORDER_BY, UNION, INTERSECT, EXCEPT, VALUES, WITH -> {
                return new Statement.Query(piece.sql(), piece.position());
            }
            default ->
                    throw new TensorFlareException(
                            ErrorCode.UNSUPPORTED,
                            piece.position(),
                            firstWord()
                                    + " is not supported; statements are SELECT, VALUES, WITH, EXPLAIN, CREATE, DROP, SHOW, SET and DESCRIBE");
        }
    }

    private String firstWord() {
        return piece.sql().strip().split("[\\s(]", 2)[0].toUpperCase(Locale.ROOT);
    }

    private Statement create(StatementNode.Create create) {
        Statement.Existing existing =
                create.change == StatementNode.Change.REPLACE
                        ? Statement.Existing.REPLACED
                        : Statement.Existing.REFUSED;
        String name = create.name.getSimple();
        return switch (create.target) {
            case MODEL ->
                    new Statement.CreateModel(
                            piece.sql(),
                            piece.position(),
                            name,
                            existing,
                            text(create.body),
                            settings(create.settings));
            case TABLE ->
                    new Statement.CreateTable(
                            piece.sql(),
                            piece.position(),
                            name,
                            existing,
                            text(create.body),
                            settings(create.settings));
            case VIEW ->
                    new Statement.CreateView(
                            piece.sql(), piece.position(), name, existing, inner(create.body));
        };
    }

    private Statement show(String name) {
        return switch (name) {
            case "tables" -> new Statement.ShowTables(piece.sql(), piece.position());
            case "models" -> new Statement.ShowModels(piece.sql(), piece.position());
            default -> new Statement.ShowSetting(piece.sql(), piece.position(), name);
        };
    }

    /**
     * The query inside a statement, from the place that the grammar marked to the statement's end.
     */
    private Statement.Query inner(SqlNode mark) {
        Position begin =
                new Position(
                        mark.getParserPosition().getLineNum(),
                        mark.getParserPosition().getColumnNum());
        return new Statement.Query(piece.sql().substring(offset(begin)), begin);
    }

    /** Where in the piece's text a position of the whole text is. */
    private int offset(Position position) {
        int at = 0;
        for (int line = piece.position().line(); line < position.line(); line++) {
            at = piece.sql().indexOf('\n', at) + 1;
        }
        int firstColumn =
                position.line() == piece.position().line() ? piece.position().column() : 1;
        return at + position.column() - firstColumn;
    }

    private static Map<String, String> settings(SqlNodeList list) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i + 1 < list.size(); i += 2) {
            settings.put(lower((SqlIdentifier) list.get(i)), text(list.get(i + 1)));
        }
        return settings;
    }

    private static String lower(SqlIdentifier name) {
        return name.getSimple().toLowerCase(Locale.ROOT);
    }

    private static String text(SqlNode value) {
        return value instanceof SqlIdentifier name
                ? name.getSimple()
                : ((SqlLiteral) value).toValue();
    }
}
