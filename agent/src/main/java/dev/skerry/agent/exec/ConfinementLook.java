package dev.skerry.agent.exec;

import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.LogLimits;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.Walls;
import dev.skerry.agent.logs.LogFileReader;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.cluster.job.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what this node can keep its tasks from, by trying: a program is started with all of it,
/// and if that does not work, with one more at a time. What is started is the shim's own file,
/// which has no orders and ends at once.
public final class ConfinementLook {
    /// No allocation has such an id.
    private static final String ALLOCATION = "look";

    private static final int SAID_BYTES_MAX = 200;

    private final Keeper keeper;
    private final ExecSettings settings;
    private final Path folder;
    private final Path shim;
    private int attempts;
    private final List<String> shortcomings = new ArrayList<>();
    private String why = "";

    private ConfinementLook(Keeper keeper, ExecSettings settings) {
        this.keeper = keeper;
        this.settings = settings;
        folder = settings.folder().resolve("look");
        shim = settings.folder().resolve("skerry-shim");
    }

    /// Tries it out, unless nothing is to be confined: then nothing is said either of what there is
    /// without walls.
    public static Confining at(Keeper keeper, ExecSettings settings) {
        var look = new ConfinementLook(keeper, settings);
        if (!settings.confine()) return look.withoutWalls(List.of());
        try {
            return look.found();
        } catch (IOException e) {
            var why = "tasks cannot be kept from what is not theirs: " + FileTrouble.words(e);
            return look.withoutWalls(List.of(why));
        }
    }

    /// A bubblewrap with what it can build here.
    private record Built(Bubblewrap by, Set<String> walls) {}

    private Confining found() throws IOException {
        makeFolders();
        var filter = filter();
        var bubblewrap = Bubblewrap.along(settings.path(), settings.data(), shim);
        var built = bubblewrap == null ? null : built(bubblewrap, filter);
        if (built == null && !works(Walls.NONE, null)) return nothingStarts();
        if (built == null && filter != null && !works(Walls.NONE, filter)) {
            lacking("system calls of tasks are not filtered: " + why);
            filter = null;
        }
        if (bubblewrap != null && built == null) built = byAndBy(bubblewrap, filter);
        var walls = built == null ? Set.<String>of() : built.walls();
        missing(bubblewrap, walls);
        var by = built == null ? null : built.by();
        return new Confining(by, walls, filter, words(walls, filter), true, shortcomings);
    }

    /// The agent says otherwise what keeps tasks from starting at all.
    private Confining nothingStarts() {
        var why = "what jobs ask for with confine is not done: no program could be started to try";
        return withoutWalls(List.of(why));
    }

    private Confining withoutWalls(List<String> shortcomings) {
        var words = words(Set.of(), null);
        return new Confining(null, Set.of(), null, words, settings.confine(), shortcomings);
    }

    private List<String> words(Set<String> walls, @Nullable Path filter) {
        var found = new HashSet<>(keeper.confines());
        found.addAll(walls);
        if (!walls.isEmpty()) found.add("capabilities");
        if (filter != null) found.add("syscalls");
        if (settings.apart()) found.add("user");
        return Confinement.WORDS.stream().filter(found::contains).toList();
    }

    private void lacking(String sentence) {
        shortcomings.add(sentence);
    }

    private void missing(@Nullable Bubblewrap bubblewrap, Set<String> walls) {
        var without = Bubblewrap.WORDS.stream().filter(it -> !walls.contains(it)).toList();
        if (without.isEmpty()) return;
        var cause =
                bubblewrap == null
                        ? "there is no bwrap on the PATH; install the package bubblewrap"
                        : bubblewrap.program() + " says: " + why;
        lacking(
                "what jobs ask for with confine is not done here: %s; %s"
                        .formatted(String.join(", ", without), cause));
    }

    private @Nullable Path filter() throws IOException {
        var arch = System.getProperty("os.arch");
        var bytes = SystemCalls.filter(arch);
        if (bytes != null) return Files.write(settings.folder().resolve("refused-calls"), bytes);
        lacking("system calls of tasks are not filtered: there is no filter for " + arch);
        return null;
    }

    /// All of it, as it works nearly everywhere.
    private @Nullable Built built(Bubblewrap bubblewrap, @Nullable Path filter) {
        var all = new LinkedHashSet<>(Bubblewrap.WORDS);
        for (var by : List.of(bubblewrap, bubblewrap.old()))
            if (works(walls(by, all), filter)) return new Built(by, all);
        return null;
    }

    /// One more at a time, of which the first that does not work is said.
    private @Nullable Built byAndBy(Bubblewrap bubblewrap, @Nullable Path filter) {
        for (var by : List.of(bubblewrap, bubblewrap.old())) {
            var so = new LinkedHashSet<String>();
            var cause = "";
            for (var word : Bubblewrap.WORDS) {
                so.add(word);
                if (works(walls(by, so), filter)) continue;
                so.remove(word);
                if (cause.isEmpty()) cause = why;
                if (so.isEmpty()) break;
            }
            why = cause;
            if (!so.isEmpty()) return new Built(by, so);
        }
        return null;
    }

    private Walls walls(Bubblewrap by, Set<String> words) {
        return new Walls(by.words(words, folders()), null, null);
    }

    private RunFolders folders() {
        return RunFolders.only(folder.resolve("local"));
    }

    private Path logs() {
        return folder.resolve("logs");
    }

    /// Once it has started, all of that works.
    private boolean works(Walls walls, @Nullable Path filter) {
        var handle = new TaskHandle(ALLOCATION, "walls", attempts++);
        keeper.forget(handle); // of an agent that was killed meanwhile
        try {
            keeper.start(
                    new ProcessLaunch(
                            handle,
                            folders().directory(),
                            new Executable(shim, List.of("look")),
                            Map.of(),
                            settings.user(),
                            TaskLimits.NONE,
                            new LogLimits(logs(), 1, SAID_BYTES_MAX),
                            new Walls(walls.wrapper(), filter, null)));
            return true;
        } catch (TaskRefused e) {
            var said = said();
            why = said.isEmpty() ? e.reason() : said;
            return false;
        } finally {
            keeper.kill(handle);
            keeper.forget(handle);
            clear();
        }
    }

    /// What whoever was to build the walls has said about it, in one line.
    private String said() {
        try {
            var chunk = new LogFileReader(logs(), "stderr").read(0, SAID_BYTES_MAX);
            return new String(chunk.bytes(), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private void makeFolders() throws IOException {
        for (var each : List.of(folder, folders().directory(), logs())) {
            Files.createDirectories(each);
            var closed = each.equals(logs()) ? "rwx------" : "rwx--x--x";
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(closed));
        }
        clear();
    }

    private void clear() {
        try (var files = Files.newDirectoryStream(logs())) {
            for (var file : files) Files.delete(file);
        } catch (IOException | DirectoryIteratorException e) {
            // then something else is said than what is wrong
        }
    }
}
