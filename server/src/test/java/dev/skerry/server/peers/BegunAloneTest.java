package dev.skerry.server.peers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that begin while no other is there, or that have nothing left to show.
class BegunAloneTest {
    @TempDir Path folder = Path.of("");

    private CellFixture three() throws Exception {
        return CellFixture.of(folder, "two", "three");
    }

    /// As after `kill -9`: only the log is there.
    private void forgetSaved(String name) throws IOException {
        try (var all = Files.walk(folder.resolve(name).resolve("raft"))) {
            for (var file : all.filter(it -> it.toString().contains("/sm/")).toList())
                Files.delete(file);
        }
    }

    /// It has all on its disk, and does not know what of it counts.
    @Test
    void oneThatStartsWithoutTheOthersRefusesNobodyForGood() throws Exception {
        try (var cell = three()) {
            assertTrue(SeveralServersTest.submit(cell, "one", "kept"));
            for (var each : List.of("one", "two", "three")) cell.stop(each);
            forgetSaved("one");
            cell.again("one");
            var json = "application/json";
            // each is held for seconds, in case that it knows soon
            allUnavailable(
                    List.of(
                            () -> cell.get("one", "/v1/jobs/kept"),
                            () -> cell.get("one", "/v1/openapi.yaml"),
                            () -> cell.post("one", "/v1/session", json, "{\"code\":\"x\"}")));
            cell.again("two");
            CellFixture.await(
                    "it knows again", () -> SeveralServersTest.knows(cell, "one", "kept"));
        }
    }

    private static void allUnavailable(List<Callable<HttpResponse<String>>> requests)
            throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : callers.invokeAll(requests))
                assertEquals(503, answer.get().statusCode(), answer.get()::body);
        }
    }

    /// At its start it does not know yet whether it will lead.
    @Test
    void whoHasLostAllTokensGetsAnotherFromOneThatLeads() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            cell.join("two", "one");
            cell.stop("one");
            cell.stop("two");
            var second = CompletableFuture.supplyAsync(() -> firstToken(cell, "two"));
            var one = firstToken(cell, "one");
            var two = second.get(60, SECONDS);
            CellFixture.await("it is made", () -> Files.exists(one) || Files.exists(two));
        }
    }

    private static Path firstToken(CellFixture cell, String name) {
        try {
            return cell.againWithFirstToken(name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
