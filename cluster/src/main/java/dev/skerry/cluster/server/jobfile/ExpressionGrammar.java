package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.server.jobfile.ExpressionCheck.Fault;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why an expression cannot be read at all: a text or a bracket that is not closed, a sign of other
/// languages, something that is missing.
final class ExpressionGrammar {
    /// Signs and words that people know from elsewhere.
    private static final Map<String, String> ELSEWHERE =
            Map.ofEntries(
                    Map.entry("=", "=="),
                    Map.entry("===", "=="),
                    Map.entry("!==", "!="),
                    Map.entry("<>", "!="),
                    Map.entry("=<", "<="),
                    Map.entry("=>", ">="),
                    Map.entry("=~", "node.name.matches('…')"),
                    Map.entry("&", "&&"),
                    Map.entry("|", "||"),
                    Map.entry("and", "&&"),
                    Map.entry("AND", "&&"),
                    Map.entry("or", "||"),
                    Map.entry("OR", "||"),
                    Map.entry("not", "!"),
                    Map.entry("NOT", "!"));

    private static final String OPEN = "([{";
    private static final String CLOSED = ")]}";

    private static final Pattern PIECE =
            Pattern.compile("[=!<>&|~]+|\\w+|'[^']*'|\"[^\"]*\"|\\S", Pattern.DOTALL);

    private static final int PIECE_CHARACTERS_MAX = 30;

    private final String expression;

    /// Where what could not be read begins, as far as the language tells.
    private final int told;

    private ExpressionGrammar(String expression, int told) {
        this.expression = expression;
        this.told = told;
    }

    /// @param column from 0
    /// @param message of the language
    static Fault fault(String expression, int line, int column, String message) {
        int told = Math.min(begin(expression, line) + column, expression.length());
        var grammar = new ExpressionGrammar(expression, told);
        if (message.contains("recursion"))
            return grammar.at(told, "it has more than 50 brackets or signs within each other");
        var known = grammar.open();
        if (known == null) known = grammar.elsewhere();
        return known == null ? grammar.piece() : known;
    }

    private static int begin(String expression, int line) {
        int begin = 0;
        for (int i = 1; i < line; i++) begin = expression.indexOf('\n', begin) + 1;
        return begin;
    }

    private Fault at(int offset, String message) {
        var before = expression.substring(0, offset);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = offset - (before.lastIndexOf('\n') + 1) + 1;
        return new Fault(line, column, message);
    }

    /// Quotes and brackets.
    private @Nullable Fault open() {
        var open = new ArrayDeque<Integer>();
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\'' || c == '"') {
                int end = textEnd(i);
                if (end < 0) return at(i, "the text that begins with " + c + " does not end");
                i = end;
            } else if (OPEN.indexOf(c) >= 0) {
                open.push(i);
            } else if (CLOSED.indexOf(c) >= 0) {
                char begin = open.isEmpty() ? ' ' : expression.charAt(open.pop());
                if (begin == ' ') return at(i, "%c closes nothing".formatted(c));
                if (closing(begin) != c)
                    return at(i, begin + " is closed by " + closing(begin) + ", not by " + c);
            }
        }
        if (open.isEmpty()) return null;
        int last = open.pop();
        char begin = expression.charAt(last);
        return at(last, "%c is not closed; %c is missing".formatted(begin, closing(begin)));
    }

    private static char closing(char bracket) {
        return CLOSED.charAt(OPEN.indexOf(bracket));
    }

    /// Where the text that begins there ends; -1: nowhere.
    private int textEnd(int begin) {
        char quote = expression.charAt(begin);
        for (int i = begin + 1; i < expression.length(); i++) {
            if (expression.charAt(i) == '\\') i++;
            else if (expression.charAt(i) == quote) return i;
        }
        return -1;
    }

    private @Nullable Fault elsewhere() {
        var pieces = PIECE.matcher(expression);
        while (pieces.find()) {
            var right = ELSEWHERE.get(pieces.group());
            if (right != null)
                return at(
                        pieces.start(),
                        "\"%s\" is not known; write %s".formatted(pieces.group(), right));
        }
        return null;
    }

    private Fault piece() {
        var pieces = PIECE.matcher(expression);
        if (pieces.find(told) && pieces.group().length() <= PIECE_CHARACTERS_MAX)
            return at(pieces.start(), "\"%s\" cannot stand here".formatted(pieces.group()));
        var last = "";
        pieces.reset();
        while (pieces.find() && pieces.start() < told) last = pieces.group();
        boolean end = expression.substring(told).isBlank();
        return end
                ? at(told, "something is missing behind \"%s\"".formatted(last))
                : at(told, "it cannot be read from here on");
    }
}
