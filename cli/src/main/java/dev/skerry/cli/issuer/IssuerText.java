package dev.skerry.cli.issuer;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.TreeSet;

/// An issuer as its file has it.
///
/// @param issuer as the API tells it
record IssuerText(Json issuer) {
    private static final String[] TEXTS = {"url", "audience", "keys", "jwks"};

    /// YAML that `skerry issuer apply` takes.
    String file() {
        var file = new StringBuilder("issuer: ").append(issuer.at("issuer").exact()).append('\n');
        for (var key : TEXTS)
            if (!issuer.at(key).none())
                file.append(key).append(": ").append(quoted(issuer, key)).append('\n');
        var algorithms = issuer.at("algorithms").list().stream().map(Json::exact).toList();
        file.append("algorithms: [").append(String.join(", ", algorithms)).append("]\n");
        file.append("ttl: ").append(issuer.at("ttl").exact()).append('\n');
        file.append("name: ").append(quoted(issuer, "name")).append('\n');
        file.append("roles:\n");
        for (var rule : issuer.at("roles").list())
            file.append("  - {claim: ")
                    .append(quoted(rule, "claim"))
                    .append(", is: ")
                    .append(quoted(rule, "is"))
                    .append(", role: ")
                    .append(rule.at("role").exact())
                    .append("}\n");
        return file.toString();
    }

    private static String quoted(Json of, String key) {
        return Json.quoted(of.at(key).exact());
    }

    /// The names of those that it can give.
    String roles() {
        var roles = new TreeSet<String>();
        for (var rule : issuer.at("roles").list()) roles.add(rule.at("role").text());
        return String.join(", ", roles);
    }

    /// `2, read 3m ago`; what went wrong the last time comes behind it.
    String keys(Instant now) {
        if (!issuer.at("keys").none()) return "in its file";
        var reading = issuer.at("reading");
        if (reading.none()) return "not read so far";
        var wrong = reading.at("wrong").text();
        var read =
                reading.at("read").none()
                        ? "none"
                        : "%s, read %s"
                                .formatted(
                                        reading.at("count").text(),
                                        Words.ago(reading.at("read").text(), now));
        return wrong.isEmpty() ? read : read + "; " + wrong;
    }
}
