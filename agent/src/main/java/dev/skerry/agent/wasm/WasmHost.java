package dev.skerry.agent.wasm;

import dev.skerry.agent.facts.JavaHome;
import dev.skerry.agent.jvm.JavaChoice;
import dev.skerry.agent.users.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The program that runs a module, and the Java that runs it: what the agent was delivered with.
///
/// @param java the agent's own
/// @param folder of its jars
public record WasmHost(JavaHome java, Path folder) {
    private static final String MAIN = "dev.skerry.wasm.WasmMain";

    /// Of an agent that was started from there.
    ///
    /// @param home with `lib/wasm`
    public static WasmHost of(Path home) {
        return new WasmHost(JavaHome.own(), home.toAbsolutePath().resolve("lib/wasm"));
    }

    /// Why no task gets it to run, as a part of a sentence; empty: tasks do.
    ///
    /// @param user runs the tasks, by name or number; empty: the agent's own user
    String missing(String user) {
        if (jars().isEmpty()) return "%s with its jars is not there".formatted(folder);
        if (!JavaChoice.works(java, user))
            return "%s of the agent cannot be run by user %s of the tasks"
                    .formatted(java.folder(), user);
        if (!Passage.open(folder, user))
            return "user %s of the tasks cannot enter %s".formatted(user, folder);
        return "";
    }

    private List<Path> jars() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(it -> it.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Its command, up to what it is told of the module.
    List<String> words(HostMemory memory) {
        var all = new ArrayList<String>();
        all.add(java.program().toString());
        // signals end it as they end a program, and no file or attach socket is made
        all.addAll(List.of("-Xrs", "-XX:+DisableAttachMechanism", "-XX:-UsePerfData"));
        all.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        all.addAll(memory.words());
        var path = new ArrayList<String>();
        for (var jar : jars()) path.add(jar.toString());
        all.addAll(List.of("-cp", String.join(":", path), MAIN));
        return all;
    }

    /// What its module is said to run on.
    String by() {
        return "a WASM host, Java " + java.version();
    }

    /// What it has to see.
    List<Path> files() {
        return List.of(java.folder(), folder);
    }
}
