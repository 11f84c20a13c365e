package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Caller;
import dev.skerry.server.Hashes;
import dev.skerry.server.words.WordsRoom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each reader is told what happens where he may read.
class EventsOfPlacesTest {
    private static final String QUAY = "n-00000000000a";
    private static final String BADGES = "n-00000000000b";
    private static final String SHOP = ApiTest.BADGE + "namespace: shop\n";

    @TempDir Path folder;
    private final SomeCaller somebody = new SomeCaller();
    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        somebody.places = List.of("namespace default", "namespace shop", "pool default");
        api = new ApiFixture(folder, WordsRoom.andTheCluster(), somebody);
        api.node(QUAY, "quay-1", "quay");
        api.node(BADGES, "badge-1", "default");
        api.namespace("shop");
        api.leader.submit(Hashes.HASHES, "rock", Caller.SERVERS).get();
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.send("POST", "/v1/jobs", ApiTest.YAML, SHOP);
        api.schedule("badge");
        api.schedule("shop", "badge");
    }

    @AfterEach
    void close() {
        api.close();
    }

    /// What is told of all that has happened to somebody who may read there, until the last.
    private List<String> told(String last, String... places) throws Exception {
        somebody.places = List.of(places);
        return api.linesUntil("/v1/events?index=0", it -> it.contains(last));
    }

    /// The kinds, each with the job or the node that it says.
    private static String kinds(List<String> lines) {
        var kinds = new TreeSet<String>();
        for (var line : lines)
            if (line.startsWith("event: ")) kinds.add(line.substring("event: ".length()));
        return String.join(" ", kinds);
    }

    @Test
    void whatIsOfANamespaceIsForThoseWhoReadThere() throws Exception {
        var lines = told("\"Evaluated\"", "namespace shop");
        assertEquals(
                "AllocationPlaced Evaluated EvaluationDue JobAccepted NamespaceApplied",
                kinds(lines));
        for (var line : lines)
            if (line.startsWith("data: "))
                assertTrue(line.contains("\"namespace\":\"shop\""), line);
    }

    @Test
    void whatIsOfANodeIsForThoseWhoReadInItsPool() throws Exception {
        var lines = told("quay-1 is reachable", "pool quay");
        assertEquals("NodeContact NodeDescribed NodeJoined TokenIssued TokenUsed", kinds(lines));
        for (var line : lines)
            assertTrue(!line.contains("badge-1") && !line.contains(BADGES), line);
    }

    /// What happens to jobs is for those who may read jobs, and on which nodes for those who may
    /// read these.
    @Test
    void whatHappensToAThingIsForThoseWhoReadIt() throws Exception {
        long index = api.leader.now().index();
        somebody.denied = "cluster/jobs";
        var lines = told("id: " + index, "namespace shop");
        assertEquals("AllocationPlaced NamespaceApplied", kinds(lines));
        for (var line : lines) {
            boolean node = line.contains("badge-1") || line.contains(BADGES);
            assertTrue(!node, line);
        }
        somebody.denied = "cluster/allocations";
        lines = told("id: " + index, "namespace shop", "pool default");
        var kinds = kinds(lines);
        assertTrue(kinds.contains("JobAccepted") && !kinds.contains("Allocation"), kinds);
        somebody.denied = "";
        lines = told("id: " + index, "namespace shop", "pool default");
        var placed = lines.stream().filter(it -> it.contains(" was placed on badge-1.")).toList();
        assertEquals(1, placed.size(), lines + "");
        assertTrue(placed.getFirst().contains("\"node\":\"" + BADGES + "\""), placed + "");
    }

    @Test
    void whatIsOfNeitherIsForThoseWhoReadInTheWholeFleet() throws Exception {
        assertEquals("WordAdded", kinds(told("WordAdded", "fleet")));
    }

    /// Who resumes need not begin where he last saw something.
    @Test
    void whoIsShownNothingIsToldHowFarHeHasCome() throws Exception {
        long index = api.leader.now().index();
        var lines = told("id: " + index);
        assertEquals("", kinds(lines));
        assertTrue(lines.contains(": events follow"), lines + "");
        var again = new ArrayList<>(told("id: " + index, "pool quay"));
        again.removeIf(it -> !it.startsWith("id: "));
        assertEquals("id: " + index, again.getLast());
    }

    /// It is asked at each event: what he may can change while he listens.
    @Test
    void theRightOfTheMomentCounts() throws Exception {
        somebody.places = List.of("pool quay");
        long index = api.leader.now().index();
        somebody.times.set(2); // events there, and nodes there
        api.submit(new ClusterMessage.SetEligible(QUAY, false));
        api.submit(new ClusterMessage.SetEligible(QUAY, true));
        long end = api.leader.now().index();
        var lines = api.linesUntil("/v1/events?index=" + index, it -> it.equals("id: " + end));
        var data = lines.stream().filter(it -> it.startsWith("data: ")).toList();
        assertEquals(1, data.size(), lines + "");
        assertTrue(data.getFirst().contains("takes no new work"), data + "");
    }
}
