package dev.skerry.agent.container;

import dev.skerry.agent.driver.TaskRefused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The users that an image knows, by its files `passwd` and `group`.
record ImageUsers(String image, List<String> passwd, List<String> group) {
    private static final int NUMBER_MAX = ContainerIds.COUNT - 1;
    private static final int GROUPS_MAX = 64;

    static ImageUsers of(String image, LayeredFiles files) throws IOException {
        return new ImageUsers(image, files.lines("etc/passwd"), files.lines("etc/group"));
    }

    /// @param user `NAME`, `NUMBER`, or either with a group behind a colon; empty: root
    ContainerUser find(String user) throws TaskRefused {
        if (user.isEmpty()) return ContainerUser.ROOT;
        int colon = user.indexOf(':');
        var name = colon < 0 ? user : user.substring(0, colon);
        var fields = line(passwd, name);
        int uid = fields == null ? number(name, "user", name) : number(fields[2], "user", name);
        int gid = fields == null ? 0 : number(fields[3], "group of user", name);
        if (colon < 0)
            return new ContainerUser(uid, gid, fields == null ? List.of() : groups(fields[0]));
        var named = user.substring(colon + 1);
        var other = line(group, named);
        gid = number(other == null ? named : other[2], "group", named);
        return new ContainerUser(uid, gid, List.of());
    }

    private static String @Nullable [] line(List<String> lines, String name) {
        for (var line : lines) {
            var fields = line.split(":", -1);
            if (fields.length >= 4 && (fields[0].equals(name) || fields[2].equals(name)))
                return fields;
        }
        return null;
    }

    private List<Integer> groups(String user) {
        var all = new ArrayList<Integer>();
        for (var line : group) {
            var fields = line.split(":", -1);
            if (fields.length < 4 || !List.of(fields[3].split(",", -1)).contains(user)) continue;
            if (fields[2].matches("\\d{1,5}") && all.size() < GROUPS_MAX)
                all.add(Integer.valueOf(fields[2]));
        }
        return all;
    }

    private int number(String text, String what, String name) throws TaskRefused {
        int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
        if (number >= 0 && number <= NUMBER_MAX) return number;
        throw TaskRefused.forGood(
                "image %s has no %s \"%s\"; a number from 0 to %d need not be in it"
                        .formatted(image, what, name, NUMBER_MAX));
    }
}
