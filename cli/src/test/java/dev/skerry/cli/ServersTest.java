package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that decide: who they are, how one joins, how one goes.
class ServersTest {
    @TempDir Path folder;
    private FakeServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Typed typed(String words) {
        return Typed.of(server, words);
    }

    @Test
    void theListSaysWhoLeadsAndHowFarEachIs() {
        var said = typed("server list");
        assertEquals(
                """
                ID  ROLE      VOTE     INDEX  BEHIND  HEARD      LINK      HTTP      VERSION
                s1  leader    counts     120       0  now        a:4647    a:4646    0.1.0
                s2  follower  joining    117       3  2 s ago    b:4647    b:4646    0.1.0
                s4  unknown                           not known  ada:4647  ada:4646  0.1.0
                """,
                said.out());
        assertEquals("", said.err());
        assertTrue(typed("server list --json").out().startsWith("{\"self\":\"s1\","));
    }

    @Test
    void thatNobodyLeadsIsSaid() {
        server.servers.alone = true;
        var said = typed("server list");
        assertEquals("", said.out());
        assertEquals(
                """
                No server has said yet that it is there.
                No server leads: nothing can be changed until one does.
                """,
                said.err());
    }

    @Test
    void aTokenIsPrintedOnce() {
        var said = typed("server join-token --ttl 10m");
        assertEquals("ab.cd\n", said.out());
        assertEquals("One more server may join with it, for 10m.\n", said.err());
        assertEquals("POST /v1/servers/join-tokens {\"ttl\":\"10m\"}", server.requests().getLast());
    }

    /// What is changed is certain anyhow.
    @Test
    void whatIsReadIsCertainWhereThatIsAskedFor() {
        assertEquals(0, typed("job list --consistent").exitCode());
        assertEquals("GET /v1/jobs?namespace=default&consistent=true", server.requests().getLast());
        assertEquals(0, typed("server remove s2 --consistent").exitCode());
        assertEquals("DELETE /v1/servers/s2", server.requests().getLast());
    }

    @Test
    void aServerIsRemoved() {
        assertEquals("Server s2 is removed.\n", typed("server remove s2").out());
        assertEquals("DELETE /v1/servers/s2", server.requests().getLast());
        assertEquals(3, typed("server remove s9").exitCode());
    }

    /// Servers that look for who leads them have done nothing of it.
    @Test
    void whatCanBeDoneInAMomentIsAskedAgain() {
        for (var after : List.of("0", "1")) {
            server.servers.notNow = 2;
            server.servers.after = after;
            int before = server.requests().size();
            assertEquals("Server s2 is removed.\n", typed("server remove s2").out());
            assertEquals(3, server.requests().size() - before);
        }
    }

    /// Nobody knows whether it was done: who asks for a token again has two, and who removes a
    /// server again is told that there is none.
    @Test
    void whatMayBeTwiceIsAskedAgainWhereNobodyKnowsWhetherItWasDone() throws Failure {
        server.servers.status = 504;
        server.servers.notNow = 1;
        int before = server.requests().size();
        assertEquals(1, typed("server remove s2").exitCode());
        assertEquals(1, server.requests().size() - before);
        server.servers.notNow = 1;
        before = server.requests().size();
        Api.at(server.address()).send(Call.of("DELETE", "servers", "s2").twice());
        assertEquals(2, server.requests().size() - before);
    }

    @Test
    void whereAMomentDoesNotHelpItIsSaidAtOnce() {
        for (var after : List.of("10", "-1", "Sun, 29 Nov 2026 21:00:00 GMT", "")) {
            server.servers.notNow = 1;
            server.servers.after = after;
            int before = server.requests().size();
            assertEquals(1, typed("server remove s2").exitCode());
            assertEquals(1, server.requests().size() - before);
        }
        server.servers.notNow = 1_000;
        server.servers.after = "2";
        int before = server.requests().size();
        assertEquals(1, typed("server remove s2").exitCode());
        assertEquals(6, server.requests().size() - before, "not for ever");
        server.servers.notNow = 0;
    }

    @Test
    void aServerLeavesByWhatItsFolderSays() throws IOException {
        Files.writeString(folder.resolve("server-id"), "s2\n");
        assertEquals(
                "Server s2 is removed; its process can be ended.\n",
                typed("server leave --data " + folder).out());
        assertEquals("DELETE /v1/servers/s2", server.requests().getLast());
    }

    @Test
    void aFolderThatDoesNotSayWhichServerItIsIsLeftAlone() throws IOException {
        var said = typed("server leave --data " + folder);
        assertEquals(3, said.exitCode());
        assertTrue(said.err().startsWith("skerry: There is no server-id in " + folder), said.err());
        for (var wrong : new String[] {"s0", "n-0123456789ab", "s2 s3", "../jobs"}) {
            Files.writeString(folder.resolve("server-id"), wrong);
            said = typed("server leave --data " + folder);
            assertEquals(2, said.exitCode());
            assertTrue(said.err().contains("it should be the id of a server, as s2."), said.err());
        }
        assertEquals(0, server.requests().size());
    }

    @Test
    void aBackupIsItsOwnersAlone() throws IOException {
        var file = folder.resolve("fleet.cell");
        assertEquals(file + " has 86 B.\n", typed("cell backup " + file).out());
        assertEquals(FakeServers.BACKUP, Files.readString(file));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("POST /v1/servers/backups", server.requests().getLast());
    }

    /// Neither the file nor the one beside it, which may be somebody's own.
    @Test
    void aBackupLeavesWhatIsThere() throws IOException {
        var file = folder.resolve("fleet.cell");
        var beside = Files.writeString(folder.resolve("fleet.cell.new"), "precious");
        var said = typed("cell backup " + file);
        assertEquals(2, said.exitCode(), said.err());
        assertEquals("precious", Files.readString(beside));
        Files.delete(beside);
        for (var link : List.of(beside, file)) {
            Files.createSymbolicLink(link, folder.resolve("nothing"));
            said = typed("cell backup " + file);
            assertEquals(2, said.exitCode(), said.err());
            assertTrue(Files.isSymbolicLink(link), "a link to nothing is somebody's too");
            Files.delete(link);
        }
        Files.writeString(file, "precious");
        said = typed("cell backup " + file);
        assertEquals(2, said.exitCode(), said.err());
        assertEquals("precious", Files.readString(file));
        assertEquals(0, server.requests().size());
    }

    /// As a variable of a script that is not set: the folder in which it runs was not meant.
    @Test
    void aNameThatIsEmptyIsNoFile() {
        var file = typed("cell backup ");
        assertEquals(2, file.exitCode(), file.out());
        assertTrue(
                file.err().contains("FILE is \"\"; it should be the name of a file"), file.err());
        var folder = typed("dev --data=");
        assertEquals(2, folder.exitCode(), folder.out());
        assertTrue(folder.err().contains("--data is empty; give it a value"), folder.err());
        assertEquals(0, server.requests().size());
    }
}
