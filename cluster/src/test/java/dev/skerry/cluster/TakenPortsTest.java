package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.state.Node.TakenPorts;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakenPortsTest {
    @Test
    void isASet() {
        var some = TakenPorts.NONE.with(List.of(65_535, 80, 20_000));
        assertEquals("[80, 20000, 65535]", some.toString());
        assertTrue(some.has(80) && some.has(65_535));
        assertFalse(some.has(0) || some.has(81) || some.has(65_536 + 80));
        assertEquals("[80, 443, 20000, 65535]", some.with(List.of(80, 443)).toString());
        assertEquals("[80, 65535]", some.without(List.of(20_000, 1)).toString());
        assertEquals(some, some.without(List.of(7)).with(List.of(80)));
        assertEquals(TakenPorts.NONE, some.without(List.of(80, 20_000, 65_535)));
        assertEquals("[]", TakenPorts.NONE.toString());
    }
}
