package dev.skerry.cli;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom a small server lets in.
final class FakeTrust {
    /// Lets in, once there is one, whoever has one of these, and nobody else.
    final Set<String> tokens = new HashSet<>();

    /// Knows everybody, and allows nothing.
    boolean forbids;

    /// Whom it takes everybody for, as JSON has it.
    String caller = "person:ada";

    boolean admits(@Nullable String header) {
        if (forbids) return false;
        return tokens.isEmpty() || tokens.stream().anyMatch(it -> ("Bearer " + it).equals(header));
    }

    FakeServer.Reply refusal(@Nullable String header) {
        if (forbids) return problem(403, "ada may not read cluster/nodes in pool edge.");
        if (header == null) return problem(401, "Log in first.");
        return problem(401, "This token is not known here; it may have been revoked.");
    }

    private static FakeServer.Reply problem(int status, String detail) {
        var text = "{\"title\":\"No\",\"status\":%d,\"detail\":\"%s\"}".formatted(status, detail);
        return new FakeServer.Reply(status, text);
    }
}
