package dev.skerry.server.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CellMembersTest {
    private static Map<String, String> all(String... ids) {
        var all = new TreeMap<String, String>();
        for (var id : ids) all.put(id, id + ".test:4647");
        return all;
    }

    private static Set<String> step(Map<String, String> there, String unreached, String... wanted) {
        return CellMembers.step(there, all(wanted), unreached).keySet();
    }

    @Test
    void oneServerComesOrGoesAtATime() {
        assertEquals(Set.of("s1", "s2"), step(all("s1"), "", "s1", "s2", "s3"));
        assertEquals(Set.of("s1", "s2", "s3"), step(all("s1", "s2"), "", "s1", "s2", "s3"));
        assertEquals(Set.of("s1", "s3"), step(all("s1", "s2", "s3"), "", "s1", "s3", "s4"));
        assertEquals(Set.of("s2"), step(all("s1", "s2"), "", "s2"));
        assertEquals(Set.of("s1"), step(all("s1"), "", "s1"));
    }

    /// The last one stays until another is there.
    @Test
    void thereIsAlwaysOne() {
        assertEquals(Set.of("s1", "s2"), step(all("s1"), "", "s2"));
    }

    @Test
    void oneThatCannotBeReachedHoldsUpNobody() {
        assertEquals(Set.of("s1", "s3"), step(all("s1"), "s2", "s1", "s2", "s3"));
        assertEquals(Set.of("s1", "s2", "s3"), step(all("s1", "s3"), "s2", "s1", "s2", "s3"));
        assertEquals(Set.of("s1"), step(all("s1"), "s2", "s1"));
    }

    @Test
    void whereAServerIsByNowCounts() {
        var there = Map.of("s1", "127.0.0.1:0");
        assertEquals(all("s1", "s2"), CellMembers.step(there, all("s1", "s2"), ""));
    }
}
