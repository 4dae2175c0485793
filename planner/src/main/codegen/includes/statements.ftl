/** CREATE [OR REPLACE] { MODEL | TABLE } name FROM 'path' [WITH (name = value, ...)] and CREATE [OR REPLACE] VIEW name AS query. */
SqlNode CreateStatement() :
{
    final Span s;
    StatementNode.Change change = StatementNode.Change.CREATE;
    final StatementNode.Target target;
    final SqlIdentifier name;
    final SqlNode path;
    SqlNodeList settings = SqlNodeList.EMPTY;
    final SqlNode query;
    final Token begin;
}
{
    <CREATE> { s = span(); }
    [ <OR> <REPLACE> { change = StatementNode.Change.REPLACE; } ]
    (
        ( <MODEL> { target = StatementNode.Target.MODEL; } | <TABLE> { target = StatementNode.Target.TABLE; } )
        name = SimpleIdentifier()
        <FROM>
        path = StringLiteral()
        [ <WITH> settings = StatementOptions() ]
        { return new StatementNode.Create(s.end(this), change, target, name, path, settings); }
    |
        <VIEW>
        name = SimpleIdentifier()
        <AS> { begin = getToken(1); }
        query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        { return new StatementNode.Create(s.end(this), change, StatementNode.Target.VIEW, name, StatementNode.begin(begin), settings); }
    )
}

SqlNodeList StatementOptions() :
{
    final Span s;
    final List<SqlNode> settings = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    StatementOption(settings)
    ( <COMMA> StatementOption(settings) )*
    <RPAREN>
    { return new SqlNodeList(settings, s.end(this)); }
}

void StatementOption(List<SqlNode> settings) :
{
    final SqlIdentifier name;
    final SqlNode value;
}
{
    name = SimpleIdentifier()
    <EQ>
    value = StatementValue()
    {
        settings.add(name);
        settings.add(value);
    }
}

SqlNode StatementValue() :
{
    final SqlNode value;
}
{
    (
        value = Literal()
    |
        value = SimpleIdentifier()
    |
        <ON> { value = new SqlIdentifier("on", getPos()); }
    )
    { return value; }
}

/** DROP { MODEL | VIEW | TABLE } [IF EXISTS] name. */
SqlNode DropStatement() :
{
    final Span s;
    final StatementNode.Target target;
    StatementNode.Absence absence = StatementNode.Absence.ERROR;
    final SqlIdentifier name;
}
{
    <DROP> { s = span(); }
    (
        <MODEL> { target = StatementNode.Target.MODEL; }
    |
        <VIEW> { target = StatementNode.Target.VIEW; }
    |
        <TABLE> { target = StatementNode.Target.TABLE; }
    )
    [ LOOKAHEAD(2) <IF> <EXISTS> { absence = StatementNode.Absence.IGNORED; } ]
    name = SimpleIdentifier()
    { return new StatementNode.Drop(s.end(this), target, name, absence); }
}

/** SHOW TABLES, SHOW MODELS, SHOW ALL, SHOW setting. */
SqlNode ShowStatement() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <SHOW> { s = span(); }
    (
        <ALL> { name = new SqlIdentifier("all", getPos()); }
    |
        name = SimpleIdentifier()
    )
    { return new StatementNode.Show(s.end(this), name); }
}

/** SET setting = value, SET setting TO value. */
SqlNode SetStatement() :
{
    final Span s;
    final SqlIdentifier name;
    final SqlNode value;
}
{
    <SET> { s = span(); }
    name = SimpleIdentifier()
    ( <EQ> | <TO> )
    value = StatementValue()
    { return new StatementNode.Assign(s.end(this), name, value); }
}

/** DESCRIBE name. */
SqlNode DescribeStatement() :
{
    final Span s;
    final SqlNode name;
}
{
    <DESCRIBE> { s = span(); }
    ( name = SimpleIdentifier() | name = StringLiteral() )
    { return new StatementNode.Describe(s.end(this), name); }
}

/** EXPLAIN [ANALYZE] query. */
SqlNode ExplainStatement() :
{
    final Span s;
    StatementNode.Depth depth = StatementNode.Depth.PLAN;
    final SqlNode query;
    final Token begin;
}
{
    <EXPLAIN> { s = span(); }
    [ LOOKAHEAD(1) <ANALYZE> { depth = StatementNode.Depth.RUN; } ]
    { begin = getToken(1); }
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    { return new StatementNode.Explain(s.end(this), depth, StatementNode.begin(begin)); }
}
