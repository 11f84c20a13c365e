package dev.skerry.cli.signing;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Printable;
import java.util.stream.Collectors;

/// A signing rule as its file has it.
///
/// @param rule as the API tells it
record SigningText(Json rule) {
    /// YAML that `skerry signing apply` takes. What a key is known by stands beside it.
    String file() {
        var file = new StringBuilder("signing: ").append(rule.at("signing").text()).append('\n');
        for (var key : new String[] {"namespaces", "kinds"})
            file.append(key).append(": [").append(quoted(key)).append("]\n");
        file.append("need: ").append(rule.at("need").text()).append("\nkeys:\n");
        for (var key : rule.at("keys").list()) {
            file.append("  # sha256 ").append(key.at("fingerprint").text()).append('\n');
            file.append("  ").append(key.at("name").text()).append(": |\n");
            for (var line : key.at("key").exact().lines().toList())
                file.append("    ").append(Printable.line(line)).append('\n');
        }
        return file.toString();
    }

    private String quoted(String key) {
        return rule.at(key).list().stream()
                .map(it -> Json.quoted(it.text()))
                .collect(Collectors.joining(", "));
    }

    /// The elements of a list, in one line.
    String joined(String key) {
        return rule.at(key).list().stream().map(Json::text).collect(Collectors.joining(", "));
    }

    /// `release`, `2 of release, ops`.
    String signers() {
        var keys = rule.at("keys").list();
        var names = keys.stream().map(it -> it.at("name").text()).collect(Collectors.joining(", "));
        return keys.size() == 1 ? names : rule.at("need").text() + " of " + names;
    }
}
