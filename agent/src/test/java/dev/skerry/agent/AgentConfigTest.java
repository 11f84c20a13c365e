package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.link.Uplink;
import dev.skerry.kernel.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How an agent is told its settings, and what it says of wrong ones.
class AgentConfigTest {
    @TempDir Path home = Path.of("");

    private static AgentConfig parsed(String... words) throws Exception {
        return AgentConfig.parse(List.of(words), "host");
    }

    @Test
    void flagsGoOverTheFile() throws Exception {
        var file = home.resolve("agent.conf");
        Files.writeString(
                file,
                "# a comment\r\nname = filed\r\nservers = a:1, [::1]:2\r\nlabel.x = y = z\r\n");
        var config = parsed("--config", file.toString(), "--name=said", "--env.A", "b=c");
        assertEquals("said", config.name());
        assertEquals("[a:1, ::1:2]", config.servers().toString());
        assertEquals("y = z", config.given("label").get("x"));
        assertEquals("b=c", config.given("env").get("A"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    run|argument is "run"; it should be --KEY VALUE
                    --name|--name is "nothing"; it should be followed by its value
                    --name=a --name=b|--name is "b"; it should be given once
                    --serverz=a:1|key is "serverz"; it should be one of servers, token, data, name,\
                     datacenter, http, user, label.NAME, fact.NAME, env.NAME,\
                     reserve.NAME, end.tasks, users.own, users.allowed,\
                     http.token, drivers.exec.confine, drivers.rawExec, drivers.container.ids,\
                     drivers.container.images, drivers.container.registries,\
                     drivers.container.credentials
                    --label.=x|key is "label."; it should be one of servers, token, data, name,\
                     datacenter, http, user, label.NAME, fact.NAME, env.NAME,\
                     reserve.NAME, end.tasks, users.own, users.allowed,\
                     http.token, drivers.exec.confine, drivers.rawExec, drivers.container.ids,\
                     drivers.container.images, drivers.container.registries,\
                     drivers.container.credentials
                    --servers=here|servers is "here"; it should be host:port, such as\
                     10.0.0.5:4647, with a port from 1 to 65535
                    --servers=x:y|servers is "x:y"; it should be host:port, such as\
                     10.0.0.5:4647, with a port from 1 to 65535
                    --servers=b:1,a:0|servers is "a:0"; it should be host:port, such as\
                     10.0.0.5:4647, with a port from 1 to 65535
                    --http=127.0.0.1:70000|http is "127.0.0.1:70000"; it should be host:port,\
                     such as 127.0.0.1:4648, with a port from 0 to 65535, or none
                    --http=here|http is "here"; it should be host:port, such as\
                     127.0.0.1:4648, with a port from 0 to 65535, or none
                    --data=|data is ""; it should be a path
                    --name=a/b|name is "a/b"; it should be 1 to 64 letters, digits, '-', '.' or '_'
                    --users.owned=1|key is "users.owned"; it should be users.own or users.allowed
                    --users.own=5|users.own is "5"; it should be two numbers from 1000\
                     to 2000000000, as in 61184-65519
                    --users.own=0-65519|users.own is "0-65519"; it should be two numbers from 1000\
                     to 2000000000, as in 61184-65519
                    --users.own=9000-8000|users.own is "9000-8000"; it should be two numbers from\
                     1000 to 2000000000, as in 61184-65519
                    --http.name=x|key is "http.name"; it should be http.token
                    --http.token=secret|http.token is "6 characters"; it should be @ and the file\
                     that holds the token, which other users cannot read there
                    --http.token=@|http.token is "1 characters"; it should be @ and the file\
                     that holds the token, which other users cannot read there
                    --end.tasks=maybe|end.tasks is "maybe"; it should be stop or keep
                    --drivers.exec.confine=no|drivers.exec.confine is "no"; it should be on or off
                    --drivers.rawExec=1|drivers.rawExec is "1"; it should be on or off
                    --drivers.exec=on|key is "drivers.exec"; it should be one of\
                     drivers.exec.confine, drivers.rawExec, drivers.container.ids,\
                     drivers.container.images, drivers.container.registries,\
                     drivers.container.credentials
                    --drivers.container.ids=1000|drivers.container.ids is "1000"; it should be a\
                     number from 65536 to 2000000000, which with the 65,535 that follow is\
                     nobody's on this node
                    --drivers.container.ids=x|drivers.container.ids is "x"; it should be a\
                     number from 65536 to 2000000000, which with the 65,535 that follow is\
                     nobody's on this node
                    --drivers.container.images=1MiB|drivers.container.images is "1MiB"; it should\
                     be 16MiB or more, such as 4GiB
                    --drivers.container.registries=x|drivers.container.registries is "x"; it should\
                     be an absolute path
                    """)
    void whatIsWrongIsSaid(String words, String sentence) {
        var wrong =
                assertThrows(
                        AgentConfig.WrongSetting.class, () -> parsed(words.split(" ", -1)), words);
        assertEquals(sentence, wrong.getMessage());
    }

    @Test
    void driversAreSwitchedOnAndOff() throws Exception {
        var usual = parsed();
        assertTrue(usual.drivers().confine() && !usual.drivers().rawExec());
        assertTrue(parsed("--drivers.exec.confine", "on").drivers().confine());
        var other = parsed("--drivers.exec.confine", "off", "--drivers.rawExec", "on");
        assertTrue(!other.drivers().confine() && other.drivers().rawExec());
        assertFalse(parsed("--drivers.rawExec", "off").drivers().rawExec());
    }

    @Test
    void containersHaveSettings() throws Exception {
        var usual = parsed().drivers();
        assertEquals(1_900_000_000, usual.ids());
        assertEquals(4L << 30, usual.imagesMax());
        var other =
                parsed(
                                "--drivers.container.ids=200000",
                                "--drivers.container.images=1GiB",
                                "--drivers.container.registries=/etc/r.conf",
                                "--drivers.container.credentials=/etc/auth.json")
                        .drivers();
        assertEquals(
                new DriverSettings(
                        true,
                        false,
                        200_000,
                        1L << 30,
                        Path.of("/etc/r.conf"),
                        Path.of("/etc/auth.json")),
                other);
    }

    @Test
    void aFileIsNamedWithItsLine() throws Exception {
        var file = home.resolve("agent.conf");
        Files.writeString(file, "\nname = a\nname = b\n");
        var wrong =
                assertThrows(
                        AgentConfig.WrongSetting.class, () -> parsed("--config", file.toString()));
        assertEquals(file + ":3 is \"name\"; it should be given once", wrong.getMessage());
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        var missing = home.resolve("missing");
        var thrown = assertThrows(IOException.class, () -> parsed("--config", missing.toString()));
        assertEquals(
                "--config %1$s cannot be read (%1$s: there is no such file or folder)"
                        .formatted(missing),
                thrown.getMessage());
        thrown = assertThrows(IOException.class, () -> parsed("--config", home.toString()));
        assertEquals(
                "--config %s cannot be read (Is a directory)".formatted(home), thrown.getMessage());
        thrown =
                assertThrows(IOException.class, () -> parsed("--token", "@" + missing).tokenText());
        assertEquals(
                "--token %1$s cannot be read (%1$s: there is no such file or folder)"
                        .formatted(missing),
                thrown.getMessage());
    }

    @Test
    void aTokenIsLookedAtBeforeItIsUsedAndNeverShown() throws Exception {
        var half = "0123456789abcdef".repeat(4);
        Uplink.check(half + "." + half);
        Uplink.check("");
        for (var token :
                List.of(half, half + "." + half + "0", "g" + half.substring(1) + "." + half)) {
            var wrong = assertThrows(AgentConfig.WrongSetting.class, () -> Uplink.check(token));
            assertEquals(
                    "token is \"%d characters\"; it should be 64 hexadecimal digits, a dot and 64"
                                    .formatted(token.length())
                            + " more, as `skerry node join-token` prints it, or @ and the file that"
                            + " holds it",
                    wrong.getMessage());
        }
    }

    @Test
    void theTokenOfThePagesStandsInAFileAndIsLongEnough() throws Exception {
        assertEquals("", parsed().pagesToken());
        var file = home.resolve("pages.token");
        var right = "0123456789abcdef-._~+/=ABCDEFGHIJ";
        Files.writeString(file, right + "\n");
        var config = parsed("--http.token", "@" + file);
        assertEquals(right, config.pagesToken());
        for (var wrong : List.of(right.substring(2), right + " x", "ä".repeat(40), "")) {
            Files.writeString(file, wrong);
            var thrown = assertThrows(AgentConfig.WrongSetting.class, config::pagesToken, wrong);
            assertEquals(
                    "http.token is \"a file with %d characters\"; it should be one with 32 to 256"
                                    .formatted(wrong.length())
                            + " letters, digits and any of -._~+/=",
                    thrown.getMessage());
        }
        Files.delete(file);
        assertThrows(IOException.class, config::pagesToken);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 80, 100})
    void theHelpFitsAnyTerminalAndLosesNoWord(int columns) {
        var help = Text.wrapped(AgentMain.HELP, columns + "");
        assertTrue(help.lines().allMatch(line -> line.length() <= columns), help);
        assertEquals(AgentMain.HELP.replaceAll("\\s", ""), help.replaceAll("\\s", ""));
    }
}
