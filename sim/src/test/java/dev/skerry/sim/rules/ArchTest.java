package dev.skerry.sim.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who may use whom. The table is in ARCHITECTURE.md; a failure here says why it is so.
class ArchTest {
    static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("JsonAdapter")) // generated
                    .withImportOption(location -> !location.contains("/jsonb/")) // generated
                    .importPackages("dev.skerry");

    static final String KERNEL = "dev.skerry.kernel..";
    static final String HTTP = "dev.skerry.http..";
    static final String JSON = "dev.skerry.json";
    static final String YAML = "dev.skerry.yaml";
    static final String YAML_LIBRARY = "org.snakeyaml..";
    static final String JWT = "dev.skerry.server.trust.jwt";

    /// What is no room: modules that know all rooms, or none.
    static final Set<String> OTHERS =
            Set.of(
                    "agent", "bench", "cli", "example", "http", "json", "kernel", "server", "sim",
                    "ui", "wasm", "yaml");

    /// The rooms of the product: whatever else is built. What holds for one holds for all.
    static final List<String> ROOM_NAMES = rooms();

    /// A room that is not in the product, below `dev.skerry`; empty: there is none. The sample's
    /// own build names itself, and has all sides of a room in one place.
    static final String SAMPLE = System.getProperty("skerry.sample", "");

    static final List<String> ALL_ROOMS =
            Stream.concat(ROOM_NAMES.stream(), SAMPLE.lines()).toList();

    static final String[] ROOMS = each("");

    /// What of a room may reach outside; everything else in it is its core.
    static final String[] SHELLS =
            with(sample(".cli", ".sim"), each(".agent", ".codec", ".disk", ".jsonb", ".server"));

    static final String[] SERVERS = with(each(".server"), "dev.skerry.server..");
    static final String[] STRANGERS = with(sample(".cli"), "dev.skerry.cli..", "dev.skerry.ui..");
    static final String[] WORLDS = with(sample(".sim"), "dev.skerry.sim..");

    private static List<String> rooms() {
        try {
            var pom = Files.readString(Source.ROOT.resolve("pom.xml"));
            return Pattern.compile("<module>(\\w+)</module>")
                    .matcher(pom)
                    .results()
                    .map(it -> it.group(1))
                    .filter(it -> !OTHERS.contains(it))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// These packages of each room.
    private static String[] each(String... parts) {
        return of(ALL_ROOMS.stream(), parts);
    }

    /// What stands in modules of the product that know all rooms, or none.
    private static String[] sample(String... parts) {
        return of(SAMPLE.lines(), parts);
    }

    private static String[] of(Stream<String> rooms, String... parts) {
        return rooms.flatMap(room -> Stream.of(parts).map(part -> "dev.skerry." + room + part))
                .map(name -> name + "..")
                .toArray(String[]::new);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    static final DescribedPredicate<JavaClass> CORES =
            describe(
                    "cores of rooms",
                    type ->
                            resideInAnyPackage(ROOMS).test(type)
                                    && !resideInAnyPackage(SHELLS).test(type));

    /// The words of the language: values, text, time as a value. No thread, no disk, no socket.
    static final DescribedPredicate<JavaClass> WORDS =
            resideInAnyPackage(
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.runtime",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "java.util.zip",
                    "java.math",
                    "java.time..",
                    "java.nio.charset",
                    "org.jspecify..");

    static final DescribedPredicate<JavaClass> PRIMITIVE =
            describe("primitives", type -> type.getBaseComponentType().isPrimitive());

    static final DescribedPredicate<JavaClass> PAID_BY_THE_AGENT =
            resideInAnyPackage(
                            "dev.skerry.agent..",
                            KERNEL,
                            JSON,
                            "java..",
                            "javax.crypto..",
                            "javax.net..",
                            "javax.security..",
                            "com.sun.net.httpserver..",
                            "io.avaje..",
                            "org.apache.commons.compress.archivers.tar..",
                            "org.jspecify..")
                    .or(resideInAnyPackage(ROOMS))
                    .or(PRIMITIVE);

    static final DescribedPredicate<JavaClass> UNPAID =
            resideInAnyPackage(
                            "dev.skerry.yaml..",
                            "java.awt..",
                            "java.lang.management..",
                            "java.net.http..",
                            "java.rmi..",
                            "java.sql..",
                            "java.util.logging..")
                    .or(resideInAnyPackage(with(each(".server"), sample(".cli", ".sim"))));

    static final String ADAPTERS_SERVICE = "META-INF/services/io.avaje.jsonb.spi.JsonbExtension";

    static final Set<String> CLOCKS_AND_DICE =
            Set.of(
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.lang.System.getenv",
                    "java.lang.System.getProperty",
                    "java.lang.System.identityHashCode",
                    "java.lang.Math.random",
                    "java.util.UUID.randomUUID");

    static final Set<String> NEVER_IN_A_CORE =
            Set.of(
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.ProcessHandle",
                    "java.lang.Runtime",
                    "java.time.Clock",
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.util.Scanner",
                    "java.util.ServiceLoader",
                    "java.util.Timer");

    /// A rule about packages that are not there holds of nothing. A room that is no module is bound
    /// by no rule.
    @Test
    void whateverIsThereIsARoomOrKnownToBeNone() {
        var below = "dev.skerry.";
        var there = new TreeSet<String>();
        for (var type : ALL)
            if (type.getPackageName().startsWith(below))
                there.add(type.getPackageName().substring(below.length()).split("\\.", -1)[0]);
        var known = new TreeSet<>(ALL_ROOMS.stream().map(it -> it.split("\\.", -1)[0]).toList());
        known.addAll(OTHERS);
        there.removeAll(known);
        assertEquals(Set.of(), there);
    }

    @Test
    void everyRoomIsLookedAt() {
        assertTrue(ROOM_NAMES.containsAll(List.of("cluster", "trust", "servers")), ROOM_NAMES + "");
        for (var room : ALL_ROOMS)
            for (var part : List.of("", ".codec", ".server"))
                assertTrue(ALL.containPackage("dev.skerry." + room + part), room + part);
    }

    @Test
    void coresArePure() {
        check(
                classes()
                        .that(CORES)
                        .should()
                        .onlyDependOnClassesThat(
                                WORDS.or(resideInAPackage(KERNEL))
                                        .or(CORES)
                                        .or(belongToAnyOf(MessageDigest.class)) // a function
                                        .or(belongToAnyOf(NoSuchAlgorithmException.class))
                                        .or(PRIMITIVE)),
                "a core that can reach a socket, a file or a thread cannot be simulated");
    }

    @Test
    void kernelHoldsWordsAndPorts() {
        check(
                classes()
                        .that()
                        .resideInAPackage(KERNEL)
                        .should()
                        .onlyDependOnClassesThat(
                                WORDS.or(resideInAnyPackage(KERNEL, "org.pcollections"))
                                        .or(belongToAnyOf(CompletableFuture.class))
                                        .or(belongToAnyOf(InputStream.class, OutputStream.class))
                                        .or(belongToAnyOf(DataInputStream.class))
                                        .or(belongToAnyOf(ByteArrayOutputStream.class))
                                        .or(belongToAnyOf(IOException.class, EOFException.class))
                                        .or(belongToAnyOf(ByteBuffer.class))
                                        .or(belongToAnyOf(BufferUnderflowException.class))
                                        .or(PRIMITIVE)),
                "everything stands on the kernel, so whatever it uses everything uses");
    }

    @Test
    void coresNeverAskWhatTimeItIs() {
        check(
                noClasses()
                        .that(CORES.or(resideInAPackage(KERNEL)))
                        .should()
                        .accessTargetWhere(describe("clocks and dice", ArchTest::clockOrDice)),
                "every replica and every replay must reach the same state");
    }

    @Test
    void commandLineAndPagesAreStrangers() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(STRANGERS)
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(ROOMS)
                                        .and(not(resideInAnyPackage(STRANGERS)))
                                        .or(
                                                resideInAnyPackage(
                                                        "dev.skerry.http..",
                                                        JSON,
                                                        "dev.skerry.yaml..",
                                                        "dev.skerry.server..",
                                                        "dev.skerry.agent.."))),
                "what our own tools need of the public API, users need too");
    }

    @Test
    void agentUsesNothingThatItsMemoryHasNotPaidFor() {
        check(
                classes()
                        .that(
                                resideInAnyPackage("dev.skerry.agent..")
                                        .or(resideInAnyPackage(each(".agent"))))
                        .should()
                        .onlyDependOnClassesThat(PAID_BY_THE_AGENT.and(not(UNPAID))),
                "the agent lives in 64 MiB, and each of these costs some or is the server's");
    }

    /// Such a file names the component of all adapters of a module, which every Jsonb then loads.
    @Test
    void noModuleGivesItsAdaptersToEverybody() throws IOException {
        var root = Path.of(System.getProperty("skerry.root")).toUri().getPath();
        var ours =
                Collections.list(ClassLoader.getSystemResources(ADAPTERS_SERVICE)).stream()
                        .map(URL::toString)
                        .filter(it -> it.contains(root) && !it.contains("/test-classes/"))
                        .toList();
        assertEquals(List.of(), ours, "a node would load what it has no memory for");
    }

    /// It runs what others wrote.
    @Test
    void theHostOfModulesKnowsNothingOfUs() {
        check(
                classes()
                        .that()
                        .resideInAPackage("dev.skerry.wasm..")
                        .should()
                        .onlyDependOnClassesThat(
                                resideInAnyPackage(
                                                "dev.skerry.wasm..",
                                                "run.endive..",
                                                "java..",
                                                "org.jspecify..")
                                        .or(PRIMITIVE)),
                "what a module makes of its host is no way to anything else");
    }

    @Test
    void jsonIsOfNoRoom() {
        check(
                classes()
                        .that()
                        .resideInAPackage(JSON)
                        .should()
                        .onlyDependOnClassesThat(
                                WORDS.or(resideInAnyPackage(KERNEL, JSON, "io.avaje.."))
                                        .or(resideInAPackage("java.util.concurrent"))
                                        .or(resideInAnyPackage("java.io", "java.lang.reflect"))
                                        .or(PRIMITIVE)),
                "all rooms' values are written by it");
    }

    @Test
    void httpIsOfNoRoomAndOfNoWebServer() {
        check(
                classes()
                        .that()
                        .resideInAPackage(HTTP)
                        .should()
                        .onlyDependOnClassesThat(
                                WORDS.or(resideInAnyPackage(KERNEL, HTTP, "io.avaje.json.."))
                                        .or(resideInAnyPackage("java.io", "java.net"))
                                        .or(PRIMITIVE)),
                "all rooms' routes stand on it, and none may have to bring another's");
    }

    @Test
    void onlyTheServerKnowsItsWebServer() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.skerry.server..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.helidon.."),
                "a room's routes are tried without a socket, and outlive the library");
    }

    @Test
    void onlyTheServersSideOfARoomAnswersOverHttp() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage("dev.skerry..")
                        .and()
                        .resideOutsideOfPackages(HTTP, YAML)
                        .and(not(resideInAnyPackage(with(SERVERS, WORLDS))))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(HTTP),
                "what runs on a node, or decides, knows nothing of requests");
    }

    @Test
    void yamlIsOfNoRoom() {
        check(
                classes()
                        .that()
                        .resideInAPackage(YAML)
                        .should()
                        .onlyDependOnClassesThat(
                                WORDS.or(resideInAnyPackage(KERNEL, HTTP, YAML))
                                        .or(resideInAPackage(YAML_LIBRARY))
                                        .or(belongToAnyOf(ByteBuffer.class, CharBuffer.class))
                                        .or(PRIMITIVE)),
                "the files of all rooms are read by it, and none may have to bring another's");
    }

    @Test
    void onlyTheServersSideOfARoomReadsWhatPeopleWrite() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage("dev.skerry..")
                        .and()
                        .resideOutsideOfPackages(YAML)
                        .and(not(resideInAnyPackage(with(SERVERS, WORLDS))))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(YAML),
                "a file is read once, where it is sent to; what decides, or runs on a node, gets"
                        + " values");
    }

    @Test
    void onlyYamlKnowsItsLibrary() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(YAML)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(YAML_LIBRARY),
                "what is not bounded before it is built must not be built elsewhere");
    }

    @Test
    void onlyOnePackageKnowsWhoseSignaturesAreChecked() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(JWT)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.nimbusds.."),
                "it takes much that is not to be taken: what is, is said in one place");
    }

    @Test
    void onlyTheServerKnowsItsLog() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.skerry.server..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.ratis.."),
                "a room that knows Raft runs on no other log, nor in the simulator");
    }

    @Test
    void roomsHaveNoCircles() {
        check(
                slices().matching("dev.skerry.(*)..").should().beFreeOfCycles(),
                "a room that needs the room that needs it is one room with a wall through it");
    }

    @Test
    void roomsHaveNoCirclesInside() {
        var all = new ArrayList<>(List.of("kernel", "server", "agent", "cli", "sim"));
        all.addAll(ALL_ROOMS);
        for (var inside : all)
            check(
                    slices().matching("dev.skerry." + inside + ".(*)..").should().beFreeOfCycles(),
                    "packages that need each other are one package with a wall through it");
    }

    @Test
    void nobodyUsesTheSimulator() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(with(WORLDS, "dev.skerry.bench.."))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("dev.skerry.sim..", "dev.skerry.bench.."),
                "what runs at a user's must not carry the world it was tried in");
    }

    private static boolean clockOrDice(JavaAccess<?> access) {
        var owner = access.getTargetOwner().getFullName();
        var name = access.getTarget().getName();
        return NEVER_IN_A_CORE.contains(owner)
                || CLOCKS_AND_DICE.contains(owner + "." + name)
                || (owner.startsWith("java.time.") && name.equals("now"))
                || (owner.equals("java.util.Collections") && name.equals("shuffle"));
    }

    private static void check(ArchRule rule, String because) {
        rule.because(because).allowEmptyShould(true).check(ALL);
    }
}
