package dev.skerry.server.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Computes the chain again, as anybody can, with no code of the product.
public final class AuditChain {
    private static final Pattern ANCHOR =
            Pattern.compile("\\{\"after\":([0-9]+),\"hash\":\"([0-9a-f]{64})\".*}");
    private static final Pattern LINE =
            Pattern.compile("(\\{\"number\":([0-9]+),.*),\"hash\":\"([0-9a-f]{64})\"}");

    private AuditChain() {}

    /// The lines of all files, in their order.
    public static List<String> lines(Path data) throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.list(data.resolve("audit"))) {
            for (var file : files.sorted().toList()) lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    /// Fails unless each line follows the one before.
    ///
    /// @return number and hash of the last, with a space between
    public static String head(List<String> lines) throws Exception {
        long number = 0;
        var hash = "";
        for (var text : lines) {
            var anchor = ANCHOR.matcher(text);
            if (anchor.matches()) {
                if (hash.isEmpty()) {
                    number = Long.parseLong(anchor.group(1));
                    hash = anchor.group(2);
                }
                assertEquals(number + " " + hash, anchor.group(1) + " " + anchor.group(2));
                continue;
            }
            var line = LINE.matcher(text);
            assertTrue(line.matches(), text);
            assertEquals(++number, Long.parseLong(line.group(2)));
            hash = sha256(hash + line.group(1) + "}");
            assertEquals(hash, line.group(3), text);
        }
        return number + " " + hash;
    }

    private static String sha256(String text) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
