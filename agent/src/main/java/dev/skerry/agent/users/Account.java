package dev.skerry.agent.users;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user of this machine with the groups that belong to it, from the files `passwd` and `group`.
/// Users that only a directory service knows are not found.
public record Account(long uid, long gid, List<Long> groups) {
    private static final int GROUPS_MAX = 64;

    /// Finds a user by name, or by number, which need not be listed.
    public static Account find(Path etc, String user) throws TaskRefused {
        try {
            for (var fields : AccountFile.lines(etc.resolve("passwd"))) {
                if (fields.length >= 4 && (fields[0].equals(user) || fields[2].equals(user))) {
                    long gid = Long.parseLong(fields[3]);
                    return new Account(Long.parseLong(fields[2]), gid, groups(etc, fields[0], gid));
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw TaskRefused.forNow(
                    "the users of this node can't be read: " + FileTrouble.words(e));
        }
        var number = number(user);
        if (number != null) return new Account(number, number, List.of(number));
        throw TaskRefused.forGood("there is no user '" + user + "' on this node");
    }

    /// One whose numbers are all there is to it: `UID:GID`, and further groups behind more colons.
    public static Account numbers(String text) {
        var all = new ArrayList<Long>();
        for (var field : text.split(":", -1)) all.add(Long.valueOf(field));
        return new Account(all.get(0), all.get(1), List.copyOf(all.subList(1, all.size())));
    }

    /// Whether a number is a user's or a group's of this machine.
    static boolean listed(Path etc, int number) throws IOException {
        var text = Integer.toString(number);
        for (var file : List.of("passwd", "group"))
            for (var fields : AccountFile.lines(etc.resolve(file)))
                if (fields.length >= 3 && fields[2].equals(text)) return true;
        return false;
    }

    /// The same, in one group more.
    public Account with(long group) {
        if (groups.contains(group)) return this;
        var all = new ArrayList<>(groups);
        if (all.size() == GROUPS_MAX) all.removeLast();
        all.add(group);
        return new Account(uid, gid, all);
    }

    private static List<Long> groups(Path etc, String name, long gid) throws IOException {
        var groups = new ArrayList<Long>();
        groups.add(gid);
        for (var fields : AccountFile.lines(etc.resolve("group"))) {
            if (fields.length < 4 || groups.size() == GROUPS_MAX) continue;
            boolean member = List.of(fields[3].split(",", -1)).contains(name);
            long group = Long.parseLong(fields[2]);
            if (member && group != gid) groups.add(group);
        }
        return groups;
    }

    private static @Nullable Long number(String user) {
        try {
            long number = Long.parseLong(user);
            return number >= 0 && number < 0xFFFF_FFFFL ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
