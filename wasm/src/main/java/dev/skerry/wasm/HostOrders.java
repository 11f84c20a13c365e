package dev.skerry.wasm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import run.endive.runtime.Memory;

/// What a host is to run, as an agent tells it.
///
/// @param module the file
/// @param pages of 64 KiB that it may have at most
/// @param deadlineMs so long it may run; 0: as long as it likes
/// @param folders what it sees, and where that is
/// @param listen numbers of ports, in the order of its descriptors
/// @param args what it is started with, behind its name
record HostOrders(
        Path module,
        int pages,
        long deadlineMs,
        SequencedMap<String, Path> folders,
        List<Integer> listen,
        List<String> args) {
    /// Before the name of each variable that is the module's.
    static final String VARIABLE = "MODULE_";

    /// As many as there can be; the library numbers no more.
    static final int PAGES_MAX = Memory.RUNTIME_MAX_PAGES;

    /// `[--pages N] [--deadline MS] [--folder NAME PATH]... [--listen PORT]... MODULE [ARG...]`
    ///
    /// @throws IllegalArgumentException when they are none
    static HostOrders parse(List<String> words) {
        int pages = PAGES_MAX;
        long deadlineMs = 0;
        var folders = new LinkedHashMap<String, Path>();
        var listen = new ArrayList<Integer>();
        int at = 0;
        for (; at + 1 < words.size() && words.get(at).startsWith("--"); at += 2) {
            var value = words.get(at + 1);
            switch (words.get(at)) {
                case "--pages" -> pages = Integer.parseInt(value);
                case "--deadline" -> deadlineMs = Long.parseLong(value);
                case "--listen" -> listen.add(Integer.parseInt(value));
                case "--folder" -> {
                    if (at + 2 >= words.size() || value.isEmpty())
                        throw new IllegalArgumentException("--folder " + value);
                    folders.put(value, Path.of(words.get(++at + 1)));
                }
                default -> throw new IllegalArgumentException(words.get(at));
            }
        }
        if (at >= words.size()) throw new IllegalArgumentException("which module is missing");
        var args = words.subList(at + 1, words.size());
        return new HostOrders(
                Path.of(words.get(at)),
                Math.clamp(pages, 0, PAGES_MAX),
                deadlineMs,
                folders,
                List.copyOf(listen),
                List.copyOf(args));
    }

    /// The variables of the module among those of the host.
    static Map<String, String> variables(Map<String, String> all) {
        var own = new LinkedHashMap<String, String>();
        all.forEach((name, value) -> {
            if (name.startsWith(VARIABLE)) own.put(name.substring(VARIABLE.length()), value);
        });
        return own;
    }
}
