package dev.skerry.agent.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.AgentConfig;
import dev.skerry.cluster.state.NodeFacts.Device;
import dev.skerry.cluster.state.NodeFacts.NetworkLink;
import dev.skerry.cluster.state.NodeFacts.Power;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GivenTest {
    @TempDir Path top;

    @Test
    void whatPeopleSayGoesOverWhatWasFound() throws Exception {
        var facts =
                Board.piZero2(top)
                        .given("fact.cpu.cores", "1")
                        .given("fact.memory", "512MiB")
                        .given("fact.disk", "10485760KiB")
                        .given("fact.power.source", "battery")
                        .given("fact.power.charge", "77")
                        .given("fact.power.runtimeHours", "30.5")
                        .given("fact.device.display", "epd2in7,/dev/spidev0.0")
                        .given("fact.link.wlan0", "wifi,metered,down")
                        .given("fact.link.wwan0", "cellular")
                        .given("fact.security.rating", "3")
                        .given("reserve.memory", "128MiB")
                        .given("reserve.cpu", "10%")
                        .given("label.room", "hall 2")
                        .read();
        assertEquals(900, facts.capacity().cpuMhz());
        assertEquals(384L << 20, facts.capacity().memoryBytes());
        assertEquals((10L << 30) - (512L << 20), facts.capacity().diskBytes());
        assertEquals(new Power("battery", 77, -1, -1, 30.5), facts.power());
        assertTrue(facts.devices().contains(new Device("display", "epd2in7", "/dev/spidev0.0")));
        assertEquals(
                List.of(
                        new NetworkLink("wlan0", "wifi", true, false),
                        new NetworkLink("wwan0", "cellular", true, true)),
                facts.links());
        assertEquals(3, facts.extra().securityRating());
        assertEquals(Map.of("room", "hall 2"), facts.extra().labels());
        assertEquals("cpu.cores", facts.extra().given().getFirst());
        assertEquals(11, facts.extra().given().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    fact.colour         | red     | fact.colour
                    fact.memory         | much    | a size, such as 512MiB
                    fact.cpu.cores      | 0       | a whole number from 1 to 4096
                    fact.power.source   | sun     | one of mains, battery
                    fact.power.charge   | 101     | a whole number from 0 to 100
                    fact.device.toaster | x       | fact.device.TYPE
                    fact.device.display | x,here  | a name
                    fact.link.wlan0     | fast    | metered or unmetered
                    reserve.memory      | lots    | an amount such as 128MiB
                    reserve.time        | 1h      | reserve.cpu, reserve.memory or reserve.disk
                    """)
    void mistakesStopTheStart(String key, String value, String should) throws Exception {
        var board = Board.piZero2(top).given(key, value);
        var wrong = assertThrows(AgentConfig.WrongSetting.class, board::read);
        var message = String.valueOf(wrong.getMessage());
        assertTrue(message.contains(key) && message.contains(should), message);
    }

    @Test
    void aScriptTellsOfItsBattery() throws Exception {
        var board = Board.piZero2(top).given("fact.power.source", "battery");
        var probe = board.probe();
        assertEquals(new Power("battery", -1, -1, -1, 0), probe.read().power());
        tell(board, 1, "# from the HAT\npower.charge = 60\npower.runtimeHours = 20\n");
        assertEquals(new Power("battery", 60, -1, -1, 20), probe.read().power());
        tell(board, 2, "power.charge = 60\npower.runtimeHours = 19.5\n");
        assertEquals(20, probe.read().power().runtimeHours());
        tell(board, 3, "power.charge = 55\npower.runtimeHours = 18\n");
        assertEquals(new Power("battery", 55, -1, -1, 18), probe.read().power());
        tell(board, 4, "power.charge = plenty\n");
        assertEquals(-1, probe.read().power().chargePercent());
        assertTrue(probe.complaint().startsWith("facts.d/hat.conf is passed over: "));
        tell(board, 5, "power.source = mains\n");
        assertEquals(Power.MAINS, probe.read().power());
        assertEquals("", probe.complaint());
    }

    private static void tell(Board board, int second, String text) throws Exception {
        board.with("data/facts.d/hat.conf", text);
        Files.setLastModifiedTime(
                board.data.resolve("facts.d/hat.conf"), FileTime.fromMillis(1_000L * second));
    }
}
