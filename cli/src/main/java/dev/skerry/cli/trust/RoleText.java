package dev.skerry.cli.trust;

import dev.skerry.cli.api.Json;
import java.util.ArrayList;

/// A role as its file has it.
///
/// @param role as the API tells it
record RoleText(Json role) {
    private static final String[] PLACES = {"namespaces", "pools"};

    String name() {
        return role.at("role").text();
    }

    String description() {
        return role.at("description").exact();
    }

    /// YAML that `skerry role apply` takes.
    String file() {
        var file = new StringBuilder("role: ").append(name()).append('\n');
        if (!description().isEmpty())
            file.append("description: ").append(Json.quoted(description())).append('\n');
        file.append("rules:\n");
        for (var rule : role.at("rules").list()) {
            boolean allows = !rule.at("allow").none();
            var verb = allows ? "allow" : "deny";
            file.append("  - ").append(verb).append(": ").append(all(rule.at(verb))).append('\n');
            for (var place : PLACES) {
                var there = rule.at(place);
                if (!there.list().isEmpty())
                    file.append("    ").append(place).append(": ").append(all(there)).append('\n');
            }
        }
        return file.toString();
    }

    private static String all(Json texts) {
        var quoted = new ArrayList<String>();
        for (var text : texts.list()) quoted.add(Json.quoted(text.exact()));
        return "[" + String.join(", ", quoted) + "]";
    }
}
