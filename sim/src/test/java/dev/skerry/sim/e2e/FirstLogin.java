package dev.skerry.sim.e2e;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Bearer;
import dev.skerry.cli.api.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Who asks a server that has begun from nothing: whoever has the token that it begins with.
///
/// @param token empty: the server makes none, and lets everybody in
record FirstLogin(String token) {
    /// Before a server has begun.
    static final FirstLogin NONE = new FirstLogin("");

    /// @param data the folder of a server that is ready
    static FirstLogin of(Path data) throws IOException {
        var file = data.resolve("first.token");
        return Files.exists(file) ? new FirstLogin(Files.readString(file).strip()) : NONE;
    }

    Api api(String address) throws Failure {
        var api = Api.at(address);
        return token.isEmpty() ? api : api.as(Bearer.of(token, "the first token"));
    }

    /// What a program is told by its environment; of the logins of whoever runs the test it sees
    /// nothing.
    ///
    /// @param home where it may keep its own
    Map<String, String> environment(Path home) {
        return Map.of(
                "SKERRY_TOKEN",
                token,
                "SKERRY_CREDENTIALS",
                home.resolve("credentials").toString());
    }

    /// Names and values of the headers of a request.
    List<String> headers() {
        return token.isEmpty() ? List.of() : List.of("Authorization", "Bearer " + token);
    }
}
