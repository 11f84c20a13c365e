package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is wrong is refused with its reason, and the node stays closed to its tasks.
class BadInputTest {
    private static final int ELF_MACHINE_AT = 18;
    private static final byte ELF_SPARC = 2;

    Fleet fleet;
    Fleet.Agent agent;

    @BeforeEach
    void start() throws Exception {
        fleet = Fleet.start();
        agent = fleet.agent("rock");
    }

    @AfterEach
    void end() throws IOException {
        fleet.close();
    }

    @Test
    void nobodyJoinsWithWhatIsNotTheirs() throws Exception {
        var used = used();
        says("thief", used, "used already");
        says("stranger", "0".repeat(64) + used.substring(64), "unknown here");
        says("foreign", used.substring(0, 65) + "0".repeat(64), "authority");

        var body = "{\"pool\":\"default\",\"ttl\":\"1s\"}";
        var late = fleet.post(body, "tokens").at("token").text();
        long untilNs = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
        Await.until("it has expired", () -> System.nanoTime() - untilNs > 0);
        says("late", late, "expired");

        var identity = Files.createDirectories(fleet.home.resolve("copy/identity"));
        Files.copy(
                agent.data().resolve("identity/certified.pem"), identity.resolve("certified.pem"));
        Files.writeString(identity.resolve("node-id"), "n-000000000000\n");
        says("copy", "", "belongs to n-");
        assertEquals(1, fleet.get("nodes").list().size());
    }

    private String used() {
        return agent.flags().get(agent.flags().indexOf("--token") + 1);
    }

    private void says(String name, String token, String why) throws Exception {
        var refused = fleet.launch(fleet.link, name, token);
        Await.until(name + " is refused: " + why, () -> refused.child().said().contains(why));
        var secret = token.isEmpty() ? used() : token;
        assertFalse(refused.child().said().contains(secret.substring(0, 64)), "a secret said");
        refused.child().kill();
    }

    @Test
    void aDataDirectoryHasOneAgentAndOneServer() throws Exception {
        var second = fleet.again(agent).child();
        assertEquals(1, second.exitCode());
        assertTrue(second.said().contains("another agent uses"), second.said());
        assertTrue(agent.child().alive());

        var server = fleet.launchServer();
        assertEquals(1, server.exitCode());
        assertTrue(server.said().contains("another server uses"), server.said());
        agent.child().kill();
    }

    @Test
    void aProgramThatCannotRunIsRefusedWithTheReason() throws Exception {
        var plain = Files.writeString(fleet.board.file("plain"), "#!/bin/sh\n");
        var foreign = fleet.board.file("foreign");
        var bytes = Files.readAllBytes(Path.of("/bin/true"));
        bytes[ELF_MACHINE_AT] = ELF_SPARC;
        Files.write(foreign, bytes);
        assertTrue(foreign.toFile().setExecutable(true, false));

        refused("missing", "/nowhere/program", "is not there");
        refused("plain", plain.toString(), "is not executable");
        refused("foreign", foreign.toString(), "is built for");
    }

    private void refused(String job, String program, String why) throws Exception {
        fleet.run(JobText.of(job).group("reschedule: {attempts: 0}").command(program).text());
        Await.until(
                job + " is refused: " + why,
                () ->
                        fleet.allocations(job).stream()
                                .anyMatch(it ->
                                        it.at("tasks", "it", "message").text().contains(why)));
    }

    @Test
    void aTaskCannotReadItsNodesSecrets() throws Exception {
        var data = agent.data();
        var seen = fleet.board.file("seen");
        fleet.run(
                JobText.of("curious")
                        .shell(
                                ("for f in %1$s/journal/journal %1$s/identity/certified.pem"
                                                + " %1$s/exec/tasks; do"
                                                + " head -c1 $f >/dev/null 2>&1 && ls $f;"
                                                + " done >%2$s;"
                                                + " ls %1$s >>%2$s 2>/dev/null;"
                                                + " grep NoNewPrivs /proc/self/status >>%2$s;"
                                                + " id -un >>%2$s; %3$s; sleep 1000")
                                        .formatted(data, seen, fleet.board.sign("curious")))
                        .text());
        Await.until("it has looked", () -> fleet.board.once("curious"));
        boolean root = "root".equals(System.getProperty("user.name"));
        var lines = Files.readAllLines(seen);
        assertTrue(lines.contains("NoNewPrivs:\t1"), lines.toString());
        if (root) assertEquals(2, lines.size(), lines.toString());
        if (root) assertEquals("nobody", lines.getLast());
        for (var secret : new String[] {"journal", "identity"})
            assertEquals(Set.of(), others(data.resolve(secret)), secret + " is open to others");
    }

    private static Set<PosixFilePermission> others(Path folder) throws IOException {
        var all = Files.getPosixFilePermissions(folder);
        all.removeIf(one -> one.name().startsWith("OWNER"));
        return all;
    }
}
