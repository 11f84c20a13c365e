package dev.skerry.agent.exec;

import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What walls are built of: `bwrap`, started by the task's own user in a user namespace. What it
/// does not wall off is as it is for everybody.
///
/// @param program the file
/// @param hidden the agent's folder
/// @param shim is in that folder, and executed behind the walls
/// @param nested whether what is behind them may make namespaces of its own; false where bwrap
///   knows how to forbid it
public record Bubblewrap(Path program, Path hidden, Path shim, boolean nested) {
    /// What it can keep a task from, in the order in which it is tried. Without the first none of
    /// the others is of use: by `/proc/PID/root` of another process of its user, such as bwrap
    /// itself, a task would look at the machine as it is.
    static final List<String> WORDS = List.of("pids", "files", "tmp", "devices");

    /// What a program is linked with.
    private static final List<String> LIBRARIES =
            List.of("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache");

    private static final List<Path> TEMPORARY = List.of(Path.of("/tmp"), Path.of("/var/tmp"));

    /// The one that is found along a PATH; null: there is none.
    ///
    /// @param hidden absolute
    static @Nullable Bubblewrap along(String path, Path hidden, Path shim) {
        var program = Command.along(path, "bwrap");
        return program == null ? null : new Bubblewrap(program, hidden, shim, false);
    }

    /// The same for a bwrap of before 0.8.
    Bubblewrap old() {
        return new Bubblewrap(program, hidden, shim, true);
    }

    /// What is to be executed, up to the program of the task.
    ///
    /// @param words of [#WORDS]: what it is kept from
    List<String> words(Set<String> words, RunFolders folders) {
        var all = new ArrayList<String>();
        all.add(program.toString());
        add(all, "--unshare-user", "--cap-drop", "ALL");
        if (!nested) all.add("--disable-userns");
        boolean files = words.contains("files");
        add(all, files ? "--ro-bind" : "--bind", "/", "/");
        devicesAndProcesses(all, words);
        boolean tmp = words.contains("tmp");
        if (tmp)
            for (var folder : TEMPORARY)
                if (Files.isDirectory(folder)) add(all, "--tmpfs", real(folder));
        if (files) add(all, "--tmpfs", real(hidden));
        if (files || tmp) own(all, folders);
        if (files) add(all, "--remount-ro", real(hidden));
        add(all, "--chdir", folders.directory().toAbsolutePath().toString(), "--");
        return all;
    }

    /// The same with nothing of the machine but its libraries, and what is said.
    ///
    /// @param words of [#WORDS]: what it is kept from besides
    List<String> alone(Set<String> words, List<Path> readable, List<Path> writable) {
        var all = new ArrayList<String>();
        all.add(program.toString());
        add(all, "--unshare-user", "--cap-drop", "ALL");
        if (!nested) all.add("--disable-userns");
        for (var folder : LIBRARIES) add(all, "--ro-bind-try", folder, folder);
        devicesAndProcesses(all, words);
        bind(all, "--ro-bind", shim);
        for (var folder : readable) bind(all, "--ro-bind", folder);
        for (var folder : writable) bind(all, "--bind", folder);
        add(all, "--remount-ro", "/", "--chdir", "/", "--");
        return all;
    }

    private static void devicesAndProcesses(List<String> all, Set<String> words) {
        if (words.contains("devices")) add(all, "--dev", "/dev");
        else add(all, "--dev-bind", "/dev", "/dev");
        if (words.contains("pids"))
            add(all, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--proc", "/proc");
    }

    /// What it has of the hidden, or of a folder that may be below a temporary one.
    private void own(List<String> all, RunFolders folders) {
        bind(all, "--ro-bind", shim);
        for (var folder : folders.readable()) bind(all, "--ro-bind", folder);
        for (var folder : folders.writable()) bind(all, "--bind", folder);
    }

    private static void bind(List<String> all, String how, Path folder) {
        add(all, how, real(folder), real(folder));
    }

    /// Nothing can be put in the place of a link.
    private static String real(Path folder) {
        try {
            return folder.toRealPath().toString();
        } catch (IOException e) {
            return folder.toAbsolutePath().toString(); // bwrap says what is wrong with it
        }
    }

    /// The folder behind which a file is not seen that lies in it; null: it is seen.
    ///
    /// @param file absolute
    @Nullable Path hiding(Path file, Set<String> words, RunFolders folders) {
        var above = new ArrayList<Path>();
        if (words.contains("tmp")) above.addAll(TEMPORARY);
        if (words.contains("files")) above.add(hidden);
        var own = new ArrayList<>(folders.readable());
        own.addAll(folders.writable());
        for (var folder : own) if (file.startsWith(folder)) return null;
        for (var folder : above) if (file.startsWith(folder)) return folder;
        return null;
    }

    private static void add(List<String> all, String... words) {
        all.addAll(List.of(words));
    }
}
