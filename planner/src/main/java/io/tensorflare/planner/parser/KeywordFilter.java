package io.tensorflare.planner.parser;

import java.util.ArrayList;
import java.util.List;

/**
 * The token source of the generated parser: the lexer's tokens of one statement, after {@link
 * TokenRewriter} has seen all of them.
 */
final class KeywordFilter extends GeneratedSqlParserTokenManager {
    private List<Token> tokens = List.of();
    private int next;

    KeywordFilter(SimpleCharStream characters) {
        super(characters);
    }

    @Override
    public Token getNextToken() {
        if (tokens.isEmpty()) {
            List<Token> all = readAll();
            Nesting.check(all);
            OtherDialects.refuse(all);
            tokens = new TokenRewriter(all).rewrite();
        }
        Token token = tokens.get(Math.min(next, tokens.size() - 1));
        next++;
        return token;
    }

    private List<Token> readAll() {
        List<Token> all = new ArrayList<>();
        Token token;
        do {
            token = super.getNextToken();
            all.add(token);
        } while (token.kind != GeneratedSqlParserConstants.EOF);
        return all;
    }
}
