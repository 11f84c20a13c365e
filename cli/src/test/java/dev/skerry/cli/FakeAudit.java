package dev.skerry.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The audit of a small server: a chain as a real one writes it.
final class FakeAudit {
    /// As they are told; tests change them.
    final List<String> lines = new ArrayList<>();

    /// The last line that was let go, as JSON.
    String letGo = "{\"number\":0,\"hash\":\"" + "0".repeat(64) + "\"}";

    private long number;
    private String hash = "0".repeat(64);

    FakeAudit() {
        this("person:ada");
    }

    /// @param who has done most of it
    FakeAudit(String who) {
        anchor("");
        did(who, "\"trust TokenCreated ci\"", "");
        did(who, "\"cluster JobAccepted shop/till\",\"cluster EvaluationDue shop/till\"", "");
        did(
                "server",
                "\"trust RefusalsNoted\"",
                """
                "refused":[{"who":"person:eve","by":"","from":"192.0.2.9","method":"GET",\
                "route":"/v1/tokens","status":403,"count":3},\
                {"who":"person","by":"","from":"192.0.2.8","method":"GET",\
                "route":"/v1/jobs","status":401,"count":1}],"others":2,\
                """
                        .strip());
        did("person:ci", "\"cluster NodeRemoved n-1\"", "");
    }

    void anchor(String why) {
        var end = why.isEmpty() ? "}" : ",\"why\":\"" + why + "\"}";
        lines.add("{\"after\":%d,\"hash\":\"%s\"%s".formatted(number, hash, end));
    }

    /// @param did elements of a list, as JSON
    /// @param more keys and values, with a comma at their end
    void did(String who, String did, String more) {
        var open =
                """
                {"number":%d,"at":"2026-01-01T00:00:0%dZ","who":"%s","by":"0123456789ab",\
                "from":"192.0.2.7","did":[%s],%s"facts":"00"\
                """
                        .strip()
                        .formatted(++number, number, who, did, more);
        hash = sha256(hash + open + "}");
        lines.add(open + ",\"hash\":\"" + hash + "\"}");
    }

    /// Lines that are not told.
    void skip(int count) {
        for (int i = 0; i < count; i++) {
            did("person:ada", "\"lost\"", "");
            lines.removeLast();
        }
    }

    String head() {
        return "{\"number\":%d,\"hash\":\"%s\",\"letGo\":%s}".formatted(number, hash, letGo);
    }

    String hash() {
        return hash;
    }

    String answer(String path) {
        return path.endsWith("/head") ? head() : text();
    }

    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
