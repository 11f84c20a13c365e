package dev.skerry.server.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one caller leaves to those behind the same address, over real HTTP.
class SharesTest {
    @TempDir Path folder;

    @Test
    void oneCallerLeavesStreamsToOthers() throws Exception {
        try (var server = new TrustFixture(folder.resolve("data"), false)) {
            var ci = server.token(server.first(), "ci", "reader");
            for (int i = 0; i < 128; i++)
                assertEquals(200, server.open(server.request(ci, "/v1/events")), i + "");
            assertEquals(503, server.open(server.request(ci, "/v1/events")));
            assertEquals(200, server.open(server.request(server.first(), "/v1/events")));
            assertEquals(200, server.get(ci, "/v1/jobs").statusCode(), "what is no stream goes on");
        }
    }
}
