package dev.skerry.server.strangers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.http.Documented;
import dev.skerry.server.http.Documented.Operation;
import dev.skerry.server.http.Documented.Parameter;
import dev.skerry.server.http.Tenants;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every operation of the document is asked with what it says is wrong, by one who may do all of
/// it, and about what is there. Nothing of that is passed over in silence: each is refused by what
/// it is, and nothing has changed.
class WrongValuesTest {
    private static final String MARK = "zq7xk";
    private static final String OF_THE_TESTS = "/v1/words";

    private static final List<String> NAMES =
            List.of("%00", "%0A", "%20", "*", "-", "%C3%A4", "a%2Fb", "%E2%80%AE", "n".repeat(300));

    /// One request.
    ///
    /// @param type of the body; empty: there is none
    /// @param about what its refusal names; empty: its path may name what is not there, or cannot
    ///   be done to
    private record Ask(String method, String path, String type, String body, String about) {}

    private final ForeignExamples examples = ForeignExamples.read();

    @TempDir Path folder;

    @Test
    void nothingWrongIsPassedOver() throws Exception {
        try (var server = new Tenants(folder.resolve("data"))) {
            server.own();
            var theirs = server.add(MARK);
            var document = server.ask(server.admin(), "GET", "/v1/openapi.yaml", "", "").body();
            long before = server.state();
            var taken = new StringBuilder();
            int walked = 0;
            for (var operation : Documented.operations(document).values()) {
                if (operation.path().startsWith(OF_THE_TESTS)) continue;
                for (var ask : asks(operation, theirs)) {
                    taken.append(taken(ask, send(server, ask)));
                    walked++;
                }
            }
            assertEquals("", taken.toString());
            assertTrue(walked > 1_000, walked + " requests");
            assertEquals(before, server.state(), "nothing has changed");
        }
    }

    private static HttpResponse<String> send(Tenants server, Ask ask) throws Exception {
        return server.ask(server.admin(), ask.method(), ask.path(), ask.type(), ask.body());
    }

    /// What is wrong with an answer; empty: nothing.
    private static String taken(Ask ask, HttpResponse<String> answer) {
        int status = answer.statusCode();
        boolean named = ask.path().matches("/v1/[^/?]+/[^?]+.*");
        if (ask.about().isEmpty() && named && (status == 404 || status == 409)) return "";
        boolean refused = status == 400 || status == 405;
        if (refused && answer.body().contains(ask.about())) return "";
        return ask + "\n    " + status + " " + answer.body() + "\n";
    }

    private List<Ask> asks(Operation operation, Tenants.Theirs theirs) {
        var path = operation.path();
        var name = path.contains("{") ? first(path.substring(0, path.indexOf('{')), theirs) : "";
        var there = path.replace("{name}", name);
        var right = query(operation, theirs, "", "");
        var body = operation.accepts().isEmpty() ? "" : first(key(operation), theirs);
        var all = new ArrayList<Ask>();
        var method = operation.method();
        var type = operation.accepts();
        all.add(new Ask("FOO", there, type, body, "is not for FOO"));
        var unknown = query(operation, theirs, "nonsense=1", "");
        all.add(new Ask(method, there + unknown, type, body, "nonsense is "));
        for (var parameter : operation.query())
            for (var wrong : wrong(parameter)) {
                var query = query(operation, theirs, wrong, parameter.name());
                all.add(new Ask(method, there + query, type, body, parameter.name() + " is "));
            }
        for (var odd : path.contains("{") ? NAMES : List.<String>of())
            all.add(new Ask(method, path.replace("{name}", odd) + right, type, body, ""));
        for (var wrong : bodies(operation, body)) {
            var sent = type.isEmpty() ? Tenants.JSON : type;
            var about = type.isEmpty() ? "body" : "";
            all.add(new Ask(method, there + right, sent, wrong, about));
        }
        return all;
    }

    private static String key(Operation operation) {
        return operation.method() + " " + operation.path();
    }

    private String first(String of, Tenants.Theirs theirs) {
        return examples.of(of)
                .getFirst()
                .replace("{W}", MARK)
                .replace("{NODE}", theirs.node())
                .replace("{ALLOCATION}", theirs.allocation())
                .replace("{TOKEN}", theirs.token());
    }

    /// A query of that and of what has to stand beside it.
    ///
    /// @param wrong empty: nothing
    /// @param but the parameter that it is of
    private String query(Operation operation, Tenants.Theirs theirs, String wrong, String but) {
        var all = new ArrayList<String>();
        for (var it : operation.query()) {
            boolean beside = it.required() || it.name().equals("namespace");
            if (beside && !it.name().equals(but))
                all.add(it.name() + "=" + first("?" + it.name(), theirs));
        }
        if (!wrong.isEmpty()) all.add(wrong);
        return all.isEmpty() ? "" : "?" + String.join("&", all);
    }

    /// Of one parameter, each with a value that the document says is none.
    private static List<String> wrong(Parameter of) {
        var values = new ArrayList<>(List.of("%00", "%FF"));
        switch (of.type()) {
            case "integer" -> {
                for (var it : List.of("", "x", "1.5", "1e3", "0x1", "%201", "%D9%A1"))
                    values.add(it);
                values.add("9".repeat(20));
                if (of.minimum() instanceof Number least) values.add(least.longValue() - 1 + "");
            }
            case "boolean" -> values.addAll(List.of("x", "1", "TRUE", "yes", "null"));
            case "enum" -> values.addAll(List.of("", "x", "null"));
            default -> {
                if (of.name().equals("namespace")) values.addAll(List.of("A%20b", "..", "-"));
                if (of.name().equals("wait")) values.addAll(List.of("", "1", "-1s", "10m", "PT1S"));
            }
        }
        var all = new ArrayList<>(values.stream().map(it -> of.name() + "=" + it).toList());
        all.add(of.name() + "=1&" + of.name() + "=1");
        return all;
    }

    /// None of them is what the operation takes.
    private static List<String> bodies(Operation operation, String right) {
        if (operation.accepts().isEmpty())
            return List.of("x", operation.method().equals("POST") ? "{\"nonsense\":1}" : "{}");
        var all =
                new ArrayList<>(List.of("[]", "null", "7", "\"x\"", "{", "\0", "{\"nonsense\":1}"));
        all.addAll(List.of(right + " " + right, right + "x", right + "}", "[".repeat(20_000)));
        operation
                .fields()
                .forEach((name, type) -> {
                    for (var wrong : List.of("7", "true", "[]", "[7]", "{}", "{\"\":7}"))
                        if (!fits(wrong, type)) all.add("{\"" + name + "\":" + wrong + "}");
                });
        return all;
    }

    /// Whether a value could be one of that type.
    private static boolean fits(String value, String type) {
        return switch (value.charAt(0)) {
            case 't' -> type.contains("boolean");
            case '[' -> type.contains("array") && value.length() == 2;
            case '{' -> type.contains("object") && value.length() == 2;
            default -> false;
        };
    }
}
