package dev.skerry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerMainTest {
    /// Heartbeats, listeners, the look at the disk: without one of them it only looks as if it goes
    /// on. What one connection has caused ends no other.
    @Test
    void aThreadOfItsOwnThatEndsByAFaultEndsTheServer() {
        var ended = new ArrayList<Throwable>();
        var faults = ServerMain.faults(ended::add);
        var fault = new StackOverflowError("too deep");
        faults.uncaughtException(Thread.ofVirtual().unstarted(() -> {}), fault);
        assertEquals(List.of(), ended);
        faults.uncaughtException(Thread.ofPlatform().unstarted(() -> {}), fault);
        assertEquals(List.of(fault), ended);
    }
}
