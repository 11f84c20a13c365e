package dev.skerry.agent.container;

import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.Handover;
import dev.skerry.agent.driver.Overlay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program that makes containers by the command line of the OCI: runc, crun.
///
/// @param program absolute
record OciRuntime(Path program) {
    /// In the order in which they are tried.
    static final List<String> NAMES = List.of("runc", "crun");

    private static final String ID = "task";

    String name() {
        return String.valueOf(program.getFileName());
    }

    /// What makes a container of that folder, up to its first process, which waits.
    Executable creates(ContainerFolder folder) {
        var words = words(folder, "create");
        words.addAll(List.of("--bundle", folder.top().toString()));
        words.addAll(List.of("--pid-file", folder.process().toString(), ID));
        return new Executable(program, words);
    }

    /// What comes after that.
    Handover handover(ContainerFolder folder, Overlay root) {
        var go = words(folder, "start");
        go.add(ID);
        var clear = words(folder, "delete");
        clear.addAll(List.of("--force", ID));
        return new Handover(folder.process(), go, clear, root);
    }

    private List<String> words(ContainerFolder folder, String what) {
        var words = new ArrayList<String>();
        words.add(program.toString());
        words.addAll(List.of("--root", folder.state().toString()));
        words.addAll(List.of("--log", folder.log().toString(), "--log-format", "json"));
        words.add(what);
        return words;
    }
}
