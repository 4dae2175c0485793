package io.tensorflare.planner.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A statement other than a query, as the grammar (statements.ftl) hands it over. */
abstract sealed class StatementNode extends SqlCall {
    private static final SqlOperator OPERATOR =
            new SqlSpecialOperator("STATEMENT", SqlKind.OTHER_DDL);

    enum Change {
        CREATE,
        REPLACE
    }

    enum Target {
        MODEL,
        TABLE,
        VIEW
    }

    enum Absence {
        ERROR,
        IGNORED
    }

    enum Depth {
        PLAN,
        RUN
    }

    private final List<SqlNode> operands;

    private StatementNode(SqlParserPos position, SqlNode... operands) {
        super(position);
        this.operands = List.of(operands);
    }

    /** Marks where a statement's inner query begins; it reaches to the statement's end. */
    static SqlNode begin(Token token) {
        return SqlLiteral.createNull(new SqlParserPos(token.beginLine, token.beginColumn));
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return operands;
    }

    /** CREATE; the body is the path, or where a view's query begins. */
    static final class Create extends StatementNode {
        final Change change;
        final Target target;
        final SqlIdentifier name;
        final SqlNode body;
        final SqlNodeList settings;

        Create(
                SqlParserPos position,
                Change change,
                Target target,
                SqlIdentifier name,
                SqlNode body,
                SqlNodeList settings) {
            super(position, name, body, settings);
            this.change = change;
            this.target = target;
            this.name = name;
            this.body = body;
            this.settings = settings;
        }
    }

    static final class Drop extends StatementNode {
        final Target target;
        final SqlIdentifier name;
        final Absence absence;

        Drop(SqlParserPos position, Target target, SqlIdentifier name, Absence absence) {
            super(position, name);
            this.target = target;
            this.name = name;
            this.absence = absence;
        }
    }

    static final class Show extends StatementNode {
        final SqlIdentifier name;

        Show(SqlParserPos position, SqlIdentifier name) {
            super(position, name);
            this.name = name;
        }
    }

    static final class Assign extends StatementNode {
        final SqlIdentifier name;
        final SqlNode value;

        Assign(SqlParserPos position, SqlIdentifier name, SqlNode value) {
            super(position, name, value);
            this.name = name;
            this.value = value;
        }
    }

    /** DESCRIBE; the name is an identifier or a string. */
    static final class Describe extends StatementNode {
        final SqlNode name;

        Describe(SqlParserPos position, SqlNode name) {
            super(position, name);
            this.name = name;
        }
    }

    static final class Explain extends StatementNode {
        final Depth depth;
        final SqlNode query;

        Explain(SqlParserPos position, Depth depth, SqlNode query) {
            super(position, query);
            this.depth = depth;
            this.query = query;
        }
    }
}
