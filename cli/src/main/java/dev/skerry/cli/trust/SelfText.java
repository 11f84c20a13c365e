package dev.skerry.cli.trust;

import dev.skerry.cli.api.Json;
import java.util.ArrayList;
import java.util.List;

/// Whom a server takes the caller for.
///
/// @param answer of `/v1/self`
record SelfText(Json answer) {
    /// Of the token; without one, of the caller.
    String name() {
        var token = answer.at("token", "name").text();
        return token.isEmpty() ? answer.at("caller").text() : token;
    }

    /// `the role admin`, `the roles developer, reader`.
    String roles() {
        var all = texts("roles");
        return (all.size() == 1 ? "the role " : "the roles ") + String.join(", ", all);
    }

    List<String> texts(String key) {
        var all = new ArrayList<String>();
        for (var one : answer.at(key).list()) all.add(one.text());
        return all;
    }
}
