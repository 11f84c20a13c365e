package dev.skerry.sim.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher itself, on a made-up checkout with made-up JDKs and a Maven of three lines. Its
/// PATH holds only what the test put there.
class LauncherTest {
    static final Path ROOT = Path.of(System.getProperty("skerry.root", ".."));
    static final String[] TOOLS =
            "awk cat chmod cp find flock grep mkdir mv readlink rm sed tail tee timeout touch"
                    .split(" ");

    static final List<String> CHECK_TOOLS =
            List.of(
                    "unshare",
                    "ip",
                    "nft",
                    "curl",
                    "openssl",
                    "chromium",
                    "chromedriver",
                    "promtool",
                    "bwrap",
                    "shellcheck",
                    "runc",
                    "skopeo",
                    "docker-registry",
                    "busybox",
                    "clang");

    /// Builds a command line that prints its java and its arguments, and a report of two tests.
    static final String MAVEN =
            """
            #!/bin/sh
            echo "$JAVA_HOME $*" >>mvn.calls
            mkdir -p target/dist/bin target/dist/lib kernel/target/surefire-reports
            cp %1$s/reports/*.xml kernel/target/surefire-reports/
            printf '#!/bin/sh\\necho "cli $SKERRY_JAVA in $SKERRY_HOME"; printf "<%%%%s>" "$@"' \
                >target/dist/bin/skerry-cli
            chmod +x target/dist/bin/skerry-cli
            test ! -e %1$s/caches || cp %1$s/caches target/dist/bin/skerry-caches
            test ! -e %1$s/broken || { echo '[ERROR] Oops.java:[7,3] cannot find symbol'; exit 1; }
            """;

    @TempDir Path temp;
    Path home;
    Path bin;

    record Run(int exitCode, String out, String err) {
        String lastLine() {
            return out.lines().reduce("", (_, line) -> line);
        }
    }

    @BeforeEach
    void makeCheckout() throws IOException {
        home = Files.createDirectories(temp.resolve("home of skerry"));
        bin = Files.createDirectories(temp.resolve("bin"));
        for (var tool : TOOLS) {
            program(bin.resolve(tool), "#!/bin/sh\nexec /usr/bin/%s \"$@\"\n".formatted(tool));
        }
        Files.copy(ROOT.resolve("skerry"), home.resolve("skerry"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("kernel/src/main"));
        Files.createDirectories(temp.resolve("reports"));
        report("GoodTest", "tests=\"2\" errors=\"0\" skipped=\"0\" failures=\"0\"");
        program(bin.resolve("mvn"), MAVEN.formatted(temp));
        for (var tool : CHECK_TOOLS) program(bin.resolve(tool), "#!/bin/sh\n");
    }

    @Test
    void passesByAnOldJavaHomeAndFindsTheNewJdk() throws Exception {
        var old = jdk("old/jdk-17", "17.0.15");
        var fitting = jdk("jdks/jdk-25", "25.0.3");
        var run = skerry(Map.of("JAVA_HOME", old + ""), "node", "list", "a b");
        assertEquals(
                "cli %s/bin/java in %s/dist\n<node><list><a b>".formatted(fitting, home),
                run.out());
    }

    /// With flags, and with words of the server's own, it is the daemon.
    @Test
    void whatIsAskedOfServersThatRunIsOfTheCommandLine() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        for (var word : List.of("list", "join-token", "remove", "leave"))
            assertEquals("<server><%s><--json>".formatted(word), said("server", word, "--json"));
        assertEquals("<help><server><list>", said("server", "help", "list"));
        program(home.resolve("dist/bin/skerry-server"), "#!/bin/sh\nprintf '[%s]' \"$@\"\n");
        assertEquals("[--http][list]", said("server", "--http", "list"));
        assertEquals("[--help]", said("server", "--help"));
        assertEquals("[ca]", said("server", "ca"));
        assertEquals("[join][--token][x]", said("server", "join", "--token", "x"));
    }

    private String said(String... words) throws Exception {
        return skerry(Map.of(), words).lastLine();
    }

    @Test
    void prefersJavaHomeThenThePath() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        var onPath = jdk("elsewhere/jdk", "26");
        Files.createSymbolicLink(bin.resolve("java"), onPath.resolve("bin/java"));
        var own = jdk("own/jdk", "25");
        assertTrue(skerry(Map.of(), "x").out().contains(onPath + "/bin/java"));
        assertTrue(skerry(Map.of("JAVA_HOME", own + ""), "x").out().contains(own + "/bin/java"));
    }

    @Test
    void saysWhichJdkToInstall() throws Exception {
        jdk("jdks/jre-25", "25.0.3", "java"); // no compiler
        var old = jdk("old/jdk-17", "17.0.15");
        var run = skerry(Map.of("JAVA_HOME", old + "", "PATH", ""), "dev");
        assertEquals(1, run.exitCode());
        assertEquals("", run.out());
        assertTrue(run.err().contains("Install Temurin 25"), run.err());
        assertTrue(
                run.err().contains("JAVA_HOME (" + old + "), java on the PATH (none)"), run.err());
        assertTrue(run.err().contains(temp.resolve("jdks") + ""), run.err());
    }

    @Test
    void namesAllThatIsMissingAtOnceBeforeItBuilds() throws Exception {
        jdk("old/jdk-17", "17.0.15");
        var shim = home.resolve("agent/src/main/c/skerry-shim.c");
        Files.createDirectories(shim.resolveSibling(""));
        Files.writeString(shim, "int main(void) { return 0; }");
        var mvn = Files.readString(bin.resolve("mvn"));
        Files.delete(bin.resolve("mvn"));
        for (var tool : CHECK_TOOLS) Files.delete(bin.resolve(tool));
        var forbidden = Map.of("SKERRY_INSTALL", "no");
        for (var word : List.of("dev", "build")) {
            var run = skerry(forbidden, word);
            assertEquals(1, run.exitCode());
            assertTrue(run.err().contains("Install Temurin 25"), run.err());
            assertTrue(run.err().endsWith("sudo apt-get install maven gcc libc6-dev\n"), run.err());
        }
        program(bin.resolve("mvn"), mvn);
        program(bin.resolve("cc"), "#!/bin/sh\n");
        jdk("jdks/jdk-25", "25.0.3");
        var check = skerry(forbidden, "check");
        assertEquals(1, check.exitCode());
        assertTrue(
                check.err()
                        .endsWith(
                                " util-linux iproute2 nftables curl openssl chromium"
                                        + " chromium-driver prometheus bubblewrap runc skopeo"
                                        + " docker-registry shellcheck busybox-static"
                                        + " clang lld wasi-libc libclang-rt-dev-wasm32\n"),
                check.err());
        assertFalse(Files.exists(home.resolve("mvn.calls")), "nothing was built before");
    }

    /// Root on a Debian types nothing; whoever is not root gets the line to type.
    @Test
    void installsWhatIsMissingAsRoot() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        Files.delete(bin.resolve("shellcheck"));
        program(
                bin.resolve("apt-get"),
                """
                #!/bin/sh
                echo "$*" >>%1$s/apt.calls
                [ "$1" = install ] || exit 0
                printf '#!/bin/sh\n' >%2$s/shellcheck
                chmod +x %2$s/shellcheck
                """
                        .formatted(temp, bin));
        var run = skerry(Map.of(), "check");
        var calls = temp.resolve("apt.calls");
        if (!"root".equals(System.getProperty("user.name"))) {
            assertTrue(run.err().contains("sudo apt-get install shellcheck"), run.err());
            return;
        }
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("Installing with apt-get"), run.err());
        assertTrue(Files.readString(calls).endsWith("--no-install-recommends shellcheck\n"));
        assertEquals("2 passed, 0 failed", run.lastLine());
    }

    @Test
    void aScriptThatShellcheckRefusesFailsTheCheck() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        program(bin.resolve("shellcheck"), "#!/bin/sh\necho 'In skerry line 3'; exit 1\n");
        var run = skerry(Map.of(), "check");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("In skerry line 3"), run.err());
    }

    @Test
    void buildsOnlyWhatIsStale() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        skerry(Map.of(), "version");
        skerry(Map.of(), "version");
        assertEquals(1, mavenCalls().size());
        touchLater(Files.createDirectories(home.resolve("kernel/src/test/java")));
        skerry(Map.of(), "version");
        assertEquals(1, mavenCalls().size(), "tests are no part of the program");
        touchLater(Files.createFile(home.resolve("kernel/src/main/New.java")));
        skerry(Map.of(), "version");
        assertEquals(2, mavenCalls().size());
    }

    @Test
    void theSchemaOfJobFilesIsAPartOfTheProgram() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        skerry(Map.of(), "version");
        var docs = Files.createDirectories(home.resolve("docs/api"));
        touchLater(Files.createFile(docs.resolve("openapi.yaml")));
        skerry(Map.of(), "version");
        assertEquals(1, mavenCalls().size(), "the document is written from the program");
        touchLater(Files.createFile(docs.resolve("job.schema.json")));
        skerry(Map.of(), "version");
        assertEquals(2, mavenCalls().size());
    }

    @Test
    void aFailedBuildLeavesTheOldOneAndSaysWhy() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        skerry(Map.of(), "version");
        Files.createFile(temp.resolve("broken"));
        var run = skerry(Map.of(), "build");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("Oops.java:[7,3] cannot find symbol"), run.err());
        assertTrue(run.err().contains(home.resolve("target/build.log") + ""), run.err());
        assertTrue(Files.exists(home.resolve("dist/bin/skerry-cli")));
    }

    @Test
    void checkAddsUpTheReports() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        var good = skerry(Map.of(), "check");
        assertEquals("2 passed, 0 failed", good.lastLine());
        assertEquals(0, good.exitCode());
        report("BadTest", "tests=\"5\" errors=\"1\" skipped=\"1\" failures=\"1\"");
        var bad = skerry(Map.of(), "check");
        assertEquals("4 passed, 3 failed", bad.lastLine());
        assertEquals(1, bad.exitCode());
        assertTrue(bad.out().contains("failed: x.BadTest.adds: 1 is not <2>"), bad.out());
    }

    @Test
    void checkFailsWithTheBuildOrWithoutTests() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        Files.createFile(temp.resolve("broken"));
        var broken = skerry(Map.of(), "check");
        assertEquals("2 passed, 0 failed", broken.lastLine());
        assertEquals(1, broken.exitCode());
        Files.delete(temp.resolve("broken"));
        report("GoodTest", "tests=\"0\" errors=\"0\" skipped=\"0\" failures=\"0\"");
        assertEquals(1, skerry(Map.of(), "check").exitCode());
    }

    @Test
    void worksThroughALinkFromAnywhere() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        var link = Files.createSymbolicLink(temp.resolve("link"), home.resolve("skerry"));
        var run = run(link, Map.of(), "version");
        assertTrue(run.out().contains("in " + home.resolve("dist")), run.out() + run.err());
        assertFalse(Files.exists(temp.resolve("dist")));
    }

    /// The scripts that a node has without a checkout.
    @Test
    void eachRoleSaysWhichJavaItNeeds() throws Exception {
        var old = jdk("old/jdk-17", "17.0.15");
        var fitting = jdk("jdks/jdk-25", "25.0.3");
        program(fitting.resolve("bin/java"), "#!/bin/sh\necho \"ran $*\"\n");
        for (var role : List.of("server", "agent", "cli")) {
            var script = ROOT.resolve(role + "/src/main/bin/skerry-" + role);
            var refused = run(script, Map.of("JAVA_HOME", old + ""), "x");
            assertEquals(1, refused.exitCode());
            var java = old.resolve("bin/java");
            var says = "skerry: " + java + " is Java 17, and Java 25 is needed.";
            assertTrue(refused.err().startsWith(says), refused.err());
            var missing = run(script, Map.of("SKERRY_JAVA", "/nowhere/java"), "x");
            assertEquals(1, missing.exitCode());
            assertTrue(missing.err().contains("/nowhere/java is missing"), missing.err());
            var run = run(script, Map.of("JAVA_HOME", fitting + ""), "a b");
            assertTrue(run.out().endsWith("Main a b\n"), run.out() + run.err());
        }
    }

    @Test
    void aCacheThatCannotBeMadeFailsNoBuild() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        program(temp.resolve("caches"), "#!/bin/sh\necho chatter; echo no cache >&2; exit 1\n");
        var run = skerry(Map.of(), "build");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains("no cache\nBuilt in"), run.err());
    }

    /// Java would run the classes that the cache remembers, and not those of the jar.
    @Test
    void aCacheOlderThanAJarIsPassedBy() throws Exception {
        var java = jdk("jdks/jdk-25", "25.0.3").resolve("bin/java");
        program(java, "#!/bin/sh\necho \"ran $*\"\n");
        var environment = Map.of("SKERRY_JAVA", java + "", "SKERRY_HOME", home + "");
        for (var role : List.of("server", "agent", "cli")) {
            var script = ROOT.resolve(role + "/src/main/bin/skerry-" + role);
            var jar = Files.createDirectories(home.resolve("lib/" + role)).resolve("a.jar");
            Files.createFile(jar);
            assertFalse(run(script, environment).out().contains("AOTCache"));
            var cache = Files.createFile(home.resolve("lib/" + role + ".aot"));
            assertTrue(run(script, environment).out().contains("-XX:AOTCache=" + cache));
            touchLater(jar);
            var stale = run(script, environment);
            assertFalse(stale.out().contains("AOTCache"), stale.out());
            assertEquals("", stale.err());
        }
    }

    @Test
    void theHeapOfAServerCanBeChosen() throws Exception {
        var java = jdk("jdks/jdk-25", "25.0.3").resolve("bin/java");
        program(java, "#!/bin/sh\necho \"ran $*\"\n");
        var script = ROOT.resolve("server/src/main/bin/skerry-server");
        var chosen = Map.of("SKERRY_JAVA", java + "", "SKERRY_SERVER_HEAP", "512m");
        assertTrue(run(script, chosen).out().contains(" -Xmx512m "));
        var usual = run(script, Map.of("SKERRY_JAVA", java + "")).out();
        assertTrue(usual.contains(" -Xmx2g ") || !usual.contains("-Xmx"), usual);
    }

    private Path jdk(String folder, String version, String... programs) throws IOException {
        var jdk = temp.resolve(folder);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(
                jdk.resolve("release"), "LIBC=\"gnu\"\nJAVA_VERSION=\"" + version + "\"\n");
        var made = programs.length == 0 ? List.of("java", "javac") : List.of(programs);
        for (var name : made) program(jdk.resolve("bin").resolve(name), "#!/bin/sh\n");
        return jdk;
    }

    private void report(String name, String counts) throws IOException {
        var bad = name.startsWith("Bad");
        Files.writeString(
                temp.resolve("reports/TEST-" + name + ".xml"),
                """
                <testsuite xmlns:xsi="x" name="x.%1$s" time="0" %2$s>
                  <testcase name="adds" classname="x.%1$s" time="0">
                    %3$s
                """
                        .formatted(
                                name,
                                counts,
                                bad ? "<failure message=\"1 is not &lt;2&gt;\">" : ""));
    }

    private static void program(Path path, String text) throws IOException {
        Files.writeString(path, text);
        assertTrue(path.toFile().setExecutable(true));
    }

    private static void touchLater(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(60)));
    }

    private List<String> mavenCalls() throws IOException {
        return Files.readAllLines(home.resolve("mvn.calls"));
    }

    private Run skerry(Map<String, String> environment, String... words) throws Exception {
        return run(home.resolve("skerry"), environment, words);
    }

    private Run run(Path launcher, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/bin/bash", launcher + ""));
        command.addAll(List.of(words));
        var out = temp.resolve("out");
        var err = temp.resolve("err");
        var process = new ProcessBuilder(command).directory(temp.toFile());
        process.environment().clear();
        process.environment().putAll(Map.of("PATH", bin + "", "HOME", temp + ""));
        process.environment().put("SKERRY_JDK_ROOTS", temp.resolve("jdks") + "");
        process.environment().putAll(environment);
        var running = process.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertTrue(running.waitFor(30, TimeUnit.SECONDS), "the launcher hangs");
        return new Run(running.exitValue(), Files.readString(out), Files.readString(err));
    }
}
