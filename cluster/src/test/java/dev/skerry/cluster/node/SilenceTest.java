package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/// No server is heard: what goes on, what ends, and what a boot does to it.
final class SilenceTest {
    @Test
    void silenceIsWrittenOnceAndChangesNothing() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1);
        bench.tick(Steadiness.UP_MIN_MS).quiet();
        int written = bench.journal.size();
        bench.say(new NodeMessage.Heard(bench.tickMs));
        assertEquals(written, bench.journal.size());
        bench.lost().lost().tick(9_000_000);
        assertEquals(written + 1, bench.journal.size());
        assertEquals(Long.MAX_VALUE, new NodeMachine().wakeAtTickMs(bench.state));
        assertEquals(
                """
                6s a1[web#1 runs:101]
                6s a1[web#1 runs:101]
                6s a1[web#1 runs:101]
                9006s a1[web#1 runs:101]
                """,
                bench.story());
    }

    @Test
    void aloneForTooLongStopsItAndItStaysSo() {
        var bench = Bench.connected();
        bench.order(order("a1").stopAfter(120_000), order("a2"));
        bench.started("a1", "web", 1).started("a2", "web", 1).tick(10_000);
        bench.quiet().lost().wake().wake();
        bench.exited("a1", "web", 1, 143).tick(9_000_000);
        bench.say(new NodeMessage.Heard(bench.tickMs)).say(new NodeMessage.Acknowledged(1));
        bench.order(order("a1").stopAfter(120_000).restarted());
        assertEquals(
                """
                11s a1[web#1 runs:101] a2[web#1 runs:101]
                71s a1[web#1 runs:101] a2[web#1 runs:101]
                131s a1[web#1 stops>141s:E, alone for 2m: stopped by its disconnect policy] \
                a2[web#1 runs:101] | SIGTERM a1/web#1
                131s a1[web#1 stopped:143, alone for 2m: stopped by its disconnect policy] \
                a2[web#1 runs:101]
                9131s a1[web#1 stopped:143, alone for 2m: stopped by its disconnect policy] \
                a2[web#1 runs:101]
                9131s a1[web#1 stopped:143, alone for 2m: stopped by its disconnect policy] \
                a2[web#1 runs:101] | send 1 a1=COMPLETE(alone for 2m: stopped by its disconnect \
                policy) a2=RUNNING+
                9131s a1[web#1 stopped:143, alone for 2m: stopped by its disconnect policy] \
                a2[web#1 runs:101] | send 2 a1=COMPLETE(alone for 2m: stopped by its disconnect \
                policy) a2=RUNNING+
                9131s a1[web#1 stopped:143, alone for 2m: stopped by its disconnect policy] \
                a2[web#1 runs:101] | synced 2
                """,
                bench.story());
    }

    @Test
    void theTimeAloneIsNotedSoThatItOutlivesABoot() {
        var bench = Bench.connected().order(order("a1").stopAfter(7_200_000));
        bench.started("a1", "web", 1).lost().tick(Steadiness.UP_MIN_MS).quiet();
        for (int i = 0; i < 4; i++) bench.wake();
        assertEquals(1_440_000, bench.state.contact().aloneMs(bench.tickMs));
        bench.reboot("boot-2").after(60_000);
        assertEquals(1_500_000, bench.state.contact().aloneMs(bench.tickMs));
        for (int i = 0; i < 16; i++) bench.wake();
        assertEquals(
                """
                361s a1[web#1 runs:101]
                721s a1[web#1 runs:101]
                1081s a1[web#1 runs:101]
                1441s a1[web#1 runs:101]
                1s a1[web#1 waits>1s, held]
                361s a1[web#1 waits>1s, held]
                721s a1[web#1 waits>1s, held]
                1081s a1[web#1 waits>1s, held]
                1441s a1[web#1 waits>1s, held]
                1801s a1[web#1 waits>1s, held]
                2161s a1[web#1 waits>1s, held]
                2521s a1[web#1 waits>1s, held]
                2881s a1[web#1 waits>1s, held]
                3241s a1[web#1 waits>1s, held]
                3601s a1[web#1 waits>1s, held]
                3961s a1[web#1 waits>1s, held]
                4321s a1[web#1 waits>1s, held]
                4681s a1[web#1 waits>1s, held]
                5041s a1[web#1 waits>1s, held]
                5401s a1[web#1 waits>1s, held]
                5761s a1[web#1 stopped:-1, held, alone for 2h: stopped by its disconnect policy]
                """,
                bench.story());
    }

    @Test
    void afterABootWhatMustNotRunAloneWaitsForAServer() {
        var bench = Bench.connected().order(order("a1").stopAfter(7_200_000), order("a2"));
        bench.started("a1", "web", 1).started("a2", "web", 1).quiet();
        bench.reboot("boot-2").started("a2", "web", 2).tick(60_000);
        bench.say(new NodeMessage.Heard(bench.tickMs)).after(1_000);
        bench.say(part(1, false)).say(part(2, true));
        assertEquals(
                """
                1s a1[web#1 waits>1s, held] a2[web#2 starting] | start a2/web#2
                1s a1[web#1 waits>1s, held] a2[web#2 runs:102]
                61s a1[web#1 waits>1s, held] a2[web#2 runs:102]
                61s a1[web#1 waits>1s, held] a2[web#2 runs:102] | send 1 a1=PENDING(waits for a \
                server: the node was off for an unknown time) a2=RUNNING+
                62s a1[web#1 waits>1s, held] a2[web#2 runs:102] | synced 1
                62s a1[web#2 starting] a2[web#2 runs:102] | start a1/web#2 synced 2
                """,
                bench.story());
    }

    @Test
    void theOrderToStopComesBeforeItsRelease() {
        var sheet = order("a1").stopAfter(7_200_000);
        var bench = Bench.connected().order(sheet).started("a1", "web", 1).reboot("boot-2").quiet();
        bench.say(new NodeMessage.Heard(bench.tickMs)).after(900).order(sheet.stopped()).wake();
        assertEquals(
                """
                1s a1[web#1 waits>1s, held] | send 1 a1=PENDING(waits for a server: the node was \
                off for an unknown time)
                1900ms a1[web#1 stopped:-1] | synced 2
                1900ms a1[web#1 stopped:-1]
                """,
                bench.story());
    }

    @Test
    void anAgentThatComesBackCountsOn() {
        var bench = Bench.connected().lost().after(60_000).agent();
        assertEquals(60_000, bench.state.contact().aloneMs(bench.tickMs));
        bench.say(new NodeMessage.Heard(bench.tickMs)).after(5_000).agent();
        assertEquals(0, bench.state.contact().aloneMs(bench.tickMs));
        assertEquals(
                """
                1s
                61s
                61s
                66s
                """,
                bench.story());
    }

    @Test
    void theTimeAloneCountsFromTheLastSoundOfAServer() {
        var bench = Bench.connected().after(40_000).say(new NodeMessage.Lost(31_000));
        assertEquals(10_000, bench.state.contact().aloneMs(bench.tickMs));
        bench.say(new NodeMessage.Heard(bench.tickMs)).after(5_000).say(new NodeMessage.Lost(0));
        assertEquals(5_000, bench.state.contact().aloneMs(bench.tickMs));
    }

    @Test
    void anAnswerThatWasLongOnItsWaySaysWhenTheServerHeardTheNode() {
        var bench = Bench.connected().lost().after(60_000);
        bench.say(new NodeMessage.Heard(20_000)).after(5_000).say(new NodeMessage.Lost(20_000));
        assertEquals(46_000, bench.state.contact().aloneMs(bench.tickMs));
    }

    /// Nothing new, with or without more to come.
    private static NodeMessage part(long version, boolean current) {
        return new NodeMessage.Ordered(
                "e", version, false, current, List.of(), List.of(), List.of());
    }
}
