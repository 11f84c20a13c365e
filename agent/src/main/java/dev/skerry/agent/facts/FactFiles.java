package dev.skerry.agent.facts;

import dev.skerry.agent.AgentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Facts that scripts give while the agent runs: `facts.d/*.conf` in the data directory, lines `key
/// = value` with the keys of [Given]. A file is read again when it has changed. One that is wrong
/// gives nothing and is complained of; the agent goes on.
final class FactFiles {
    private static final int FILES_MAX = 8;

    private final Path directory;
    private List<Stamp> stamps = List.of();
    private SequencedMap<String, String> facts = new LinkedHashMap<>();
    private String complaint = "";

    private record Stamp(String name, long modifiedMs, long bytes) {}

    FactFiles(Path data) {
        directory = data.resolve("facts.d");
    }

    /// Looks whether something has changed; whether [#facts] are others now.
    boolean look() {
        var now = stampsNow();
        if (now.equals(stamps)) return false;
        stamps = now;
        readAll();
        return true;
    }

    /// A later file, by name, wins over an earlier one.
    Map<String, String> facts() {
        return facts;
    }

    /// What is wrong with a file; empty: nothing.
    String complaint() {
        return complaint;
    }

    private List<Stamp> stampsNow() {
        if (!Files.isDirectory(directory)) return List.of();
        var all = new ArrayList<Stamp>();
        for (var name : SmallFiles.names(directory)) {
            if (!name.endsWith(".conf") || all.size() == FILES_MAX) continue;
            try {
                var seen =
                        Files.readAttributes(
                                directory.resolve(name),
                                BasicFileAttributes.class,
                                LinkOption.NOFOLLOW_LINKS);
                if (seen.isRegularFile())
                    all.add(new Stamp(name, seen.lastModifiedTime().toMillis(), seen.size()));
            } catch (IOException e) {
                // it has just gone
            }
        }
        return all;
    }

    private void readAll() {
        var all = new LinkedHashMap<String, String>();
        complaint = "";
        for (var stamp : stamps) {
            try {
                var one = parsed(stamp.name());
                Given.put(one, new FactsDraft());
                all.putAll(one);
            } catch (AgentConfig.WrongSetting e) {
                complaint = "facts.d/" + stamp.name() + " is passed over: " + e.getMessage();
            }
        }
        facts = all;
    }

    private SequencedMap<String, String> parsed(String name) throws AgentConfig.WrongSetting {
        var values = new LinkedHashMap<String, String>();
        for (var line : SmallFiles.text(directory.resolve(name)).split("\n", 1_025)) {
            var text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) continue;
            int equals = text.indexOf('=');
            if (equals <= 0) throw new AgentConfig.WrongSetting("a line", text, "key = value");
            values.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
        }
        return values;
    }
}
