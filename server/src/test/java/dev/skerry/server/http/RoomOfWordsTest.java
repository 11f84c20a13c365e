package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.words.WordsRoom;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second room beside the cluster: with its line in the list of rooms it is served, documented
/// and kept from whoever has no right to it.
class RoomOfWordsTest {
    @TempDir Path folder;
    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder, WordsRoom.andTheCluster(), new OneLocalCaller());
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void itsRoutesGetItsOwnStateAndTheClusterItsOwn() throws Exception {
        assertEquals(200, api.send("POST", "/v1/words/rock", "text/plain", "").statusCode());
        assertEquals(200, api.send("POST", "/v1/words/sea", "text/plain", "").statusCode());
        var words = api.get("/v1/words");
        assertEquals("rock sea", words.body());
        assertEquals(
                api.leader.now().index() + "",
                words.headers().firstValue("X-Skerry-Index").orElse(""));
        api.node("n-000000000001", "badge-1");
        assertTrue(api.get("/v1/nodes").body().contains("badge-1"));
        assertEquals(405, api.send("POST", "/v1/words", "text/plain", "").statusCode());
    }

    @Test
    void theLogKeepsWhoAsked() throws Exception {
        BlockingQueue<String> entries = new LinkedBlockingQueue<>();
        api.leader.listen((_, batch, _) -> {
            for (var act : batch.acts())
                for (var told : act.facts()) entries.add(act.caller() + " " + told.room());
        });
        api.send("POST", "/v1/words/rock", "text/plain", "");
        assertEquals("person:local hashes", entries.poll(20, TimeUnit.SECONDS));
        api.send("POST", "/v1/join-tokens", "application/json", "{}");
        assertEquals("person:local cluster", entries.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void whoWaitsForNewsOfItGetsThem() throws Exception {
        long index = api.leader.now().index();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var later = threads.submit(() -> api.get("/v1/words?wait=30s&index=" + index).body());
            api.send("POST", "/v1/words/rock", "text/plain", "");
            assertEquals("rock", later.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void itsPartIsInTheDocument() throws Exception {
        var needs = Documented.needs(api.get("/v1/openapi.yaml").body());
        assertTrue(needs.contains("POST /v1/words/{name}: write hashes/words"), "" + needs);
        assertEquals(new EachRoute(api, "").routes().size(), needs.size());
    }
}
