package dev.skerry.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Network namespaces, one for each server, and a bridge that joins them with this machine. What
/// shall be lost between two of them is dropped where it comes in, so that nobody is told.
///
/// Names begin with the id of the process that made them: those of one that was killed are taken
/// away by the next.
final class Lan implements AutoCloseable {
    private static final Pattern OURS = Pattern.compile("sk([0-9a-z]+)[sb][0-9]*");
    private static final int RADIX = 36;
    private static final int WHOLE = 100;
    private static final int NETS = 250;

    /// Of this machine in each net, and of the relays to the servers.
    private static final int OWN = 254;

    private static final int RELAYS = 100;

    private final String name = "sk" + Long.toString(ProcessHandle.current().pid(), RADIX);
    private final String net;
    private final int size;

    /// What is lost on the way, in percent, by `FROM TO`.
    private final Map<String, Integer> lost = new TreeMap<>();

    /// @param size so many servers, from 1
    Lan(int size) throws IOException, InterruptedException {
        this.size = size;
        sweep();
        net = free();
        boolean up = false;
        try {
            Words.run("ip", "link", "add", bridge(), "type", "bridge");
            Words.run("ip", "addr", "add", net + OWN + "/24", "dev", bridge());
            Words.run("ip", "link", "set", bridge(), "up");
            for (int i = 1; i <= size; i++) add(i);
            up = true;
        } finally {
            if (!up) close();
        }
    }

    private void add(int i) throws IOException, InterruptedException {
        var space = space(i);
        Words.run("ip", "netns", "add", space);
        Words.run(
                "ip", "link", "add", space, "type", "veth", "peer", "name", "eth0", "netns", space);
        Words.run("ip", "link", "set", space, "master", bridge(), "up");
        Words.run("ip", "-n", space, "addr", "add", address(i) + "/24", "dev", "eth0");
        Words.run("ip", "-n", space, "link", "set", "eth0", "up");
        Words.run("ip", "-n", space, "link", "set", "lo", "up");
        Words.run("ip", "addr", "add", relay(i) + "/24", "dev", bridge());
    }

    /// The first net of those for such trials (RFC 2544) that nobody here has.
    private static String free() throws IOException, InterruptedException {
        var used = Words.run("ip", "-o", "-4", "addr");
        for (int i = 0; i < NETS; i++) {
            var net = "198.18.%d.".formatted((ProcessHandle.current().pid() + i) % NETS);
            if (!used.contains(" " + net)) return net;
        }
        throw new IOException("all nets of 198.18.0.0/16 are used: " + used);
    }

    private String bridge() {
        return name + "b";
    }

    private String space(int i) {
        return name + "s" + i;
    }

    /// The address of a server.
    String address(int i) {
        return net + i;
    }

    /// An address of this machine that stands for a server.
    String relay(int i) {
        return net + (RELAYS + i);
    }

    /// The words before those of a program that shall run in the network of a server.
    List<String> in(int i) {
        return List.of("ip", "netns", "exec", space(i));
    }

    /// From now on so much is lost on the way from one server to another.
    void lose(int from, int to, int percent) throws IOException, InterruptedException {
        lost.put(from + " " + to, percent);
        apply();
    }

    /// Nothing passes between a server and the others, in no direction.
    void isolate(int one) throws IOException, InterruptedException {
        for (int other = 1; other <= size; other++) {
            if (other == one) continue;
            lost.put(one + " " + other, WHOLE);
            lost.put(other + " " + one, WHOLE);
        }
        apply();
    }

    /// Everything passes.
    void heal() throws IOException, InterruptedException {
        lost.clear();
        apply();
    }

    private void apply() throws IOException, InterruptedException {
        for (int to = 1; to <= size; to++) {
            var rules = new ArrayList<String>();
            for (int from = 1; from <= size; from++) {
                int percent = lost.getOrDefault(from + " " + to, 0);
                if (percent == 0) continue;
                var some = percent < WHOLE ? "numgen random mod 100 < " + percent : "";
                for (var address : List.of(address(from), relay(from)))
                    rules.add("ip saddr %s %s drop".formatted(address, some));
            }
            var table =
                    """
                    table ip faults
                    delete table ip faults
                    table ip faults {
                        chain lost {
                            type filter hook input priority 0;
                            %s
                        }
                    }
                    """
                            .formatted(String.join("\n", rules));
            var words = new ArrayList<>(in(to));
            words.addAll(List.of("nft", "-f", "-"));
            Words.run(table, words);
        }
    }

    /// Takes away what is left of processes that are there no more.
    private static void sweep() throws IOException, InterruptedException {
        for (var line : Words.run("ip", "netns", "list").lines().toList()) {
            var space = line.split(" ", 2)[0];
            if (gone(space)) Words.tried("ip", "netns", "del", space);
        }
        var links = Words.run("ip", "-br", "link", "show", "type", "bridge");
        for (var line : links.lines().toList()) {
            var link = line.split(" ", 2)[0];
            if (gone(link)) Words.tried("ip", "link", "del", link);
        }
    }

    private static boolean gone(String name) {
        var ours = OURS.matcher(name);
        if (!ours.matches()) return false;
        var maker = Long.parseLong(ours.group(1), RADIX);
        return !Files.exists(Path.of("/proc", Long.toString(maker)));
    }

    @Override
    public void close() {
        for (int i = 1; i <= size; i++) Words.tried("ip", "netns", "del", space(i));
        for (int i = 1; i <= size; i++) Words.tried("ip", "link", "del", space(i));
        Words.tried("ip", "link", "del", bridge());
    }
}
