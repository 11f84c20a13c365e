package dev.skerry.cluster.state;

import dev.skerry.cluster.job.Resources;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node is and has, as its agent found it or its configuration says.
///
/// @param os the operating system
/// @param cpu the processor
/// @param capacity what can be reserved: cores × MHz, memory and disk, less what is kept back
/// @param links network links that are not loopback
/// @param devices what hangs on it
/// @param power where its power comes from
/// @param software what it can run
/// @param extra a security rating 0 to 5 and which facts were given by configuration
public record NodeFacts(
        Os os,
        Cpu cpu,
        Resources capacity,
        List<NetworkLink> links,
        List<Device> devices,
        Power power,
        Software software,
        Extra extra) {

    /// Of a node that has joined but has not described itself yet: nothing fits on it.
    public static final NodeFacts NONE =
            new NodeFacts(
                    new Os("", "", "", ""),
                    new Cpu("", "", 0, 0, 0),
                    Resources.NONE,
                    List.of(),
                    List.of(),
                    Power.MAINS,
                    new Software("", "", List.of(), List.of()),
                    new Extra(0, List.of(), Map.of(), List.of()));

    /// Links, devices, runtimes, drivers, given facts, labels: so many of each.
    public static final int LISTED_MAX = 256;

    /// Of each name, version, path or label.
    public static final int TEXT_CHARACTERS_MAX = 256;

    private static final int CORES_MAX = 100_000;
    private static final int CORE_MHZ_MAX = 1_000_000;
    private static final int SCORE_MAX = 1_000_000;
    private static final int CPU_MHZ_MAX = 100_000_000;
    private static final long MEMORY_BYTES_MAX = 1L << 50;
    private static final long DISK_BYTES_MAX = 1L << 60;

    public NodeFacts {
        links = List.copyOf(links);
        devices = List.copyOf(devices);
    }

    /// The same node, with other things wrong with it.
    public NodeFacts with(List<String> troubles) {
        var told = new Extra(extra.securityRating(), extra.given(), extra.labels(), troubles);
        return new NodeFacts(os, cpu, capacity, links, devices, power, software, told);
    }

    /// The first thing that no node can be or that nobody could pass on; null: there is none.
    public @Nullable Refusal wrong() {
        if (!possible(capacity))
            return new Refusal.Invalid(
                    "capacity",
                    capacity.toString(),
                    "0 or more of each, and at most 1 PiB of memory, 1 EiB of disk and 100 THz");
        if (!possible(cpu))
            return new Refusal.Invalid(
                    "cpu", cpu.toString(), "numbers that a machine can have, 0 or more of each");
        for (var listed : lists())
            if (listed.size() > LISTED_MAX)
                return new Refusal.Full(
                        "links, devices, runtimes, drivers, facts, labels", LISTED_MAX, "of each");
        for (var text : texts())
            if (text.length() > TEXT_CHARACTERS_MAX || !Text.line(text))
                return new Refusal.Invalid(
                        "facts",
                        text,
                        "texts of at most %d characters, none of them a control character"
                                .formatted(TEXT_CHARACTERS_MAX));
        return null;
    }

    /// A node that says more than there can be would draw all work to itself.
    private static boolean possible(Resources of) {
        return of.cpuMhz() >= 0
                && of.cpuMhz() <= CPU_MHZ_MAX
                && of.memoryBytes() >= 0
                && of.memoryBytes() <= MEMORY_BYTES_MAX
                && of.diskBytes() >= 0
                && of.diskBytes() <= DISK_BYTES_MAX;
    }

    private static boolean possible(Cpu of) {
        return of.cores() >= 0
                && of.cores() <= CORES_MAX
                && of.mhz() >= 0
                && of.mhz() <= CORE_MHZ_MAX
                && of.score() >= 0
                && of.score() <= SCORE_MAX;
    }

    private List<Collection<?>> lists() {
        return List.of(
                links,
                devices,
                software.runtimes(),
                software.drivers(),
                extra.given(),
                extra.troubles(),
                extra.labels().keySet());
    }

    private List<String> texts() {
        var texts = new ArrayList<String>();
        texts.addAll(List.of(os.name(), os.version(), os.kernel(), os.libc()));
        texts.addAll(List.of(cpu.arch(), cpu.variant(), power.source()));
        for (var link : links) texts.addAll(List.of(link.name(), link.type()));
        for (var device : devices)
            texts.addAll(List.of(device.type(), device.name(), device.path()));
        texts.addAll(List.of(software.agent(), software.java()));
        texts.addAll(software.runtimes());
        texts.addAll(software.drivers());
        texts.addAll(extra.given());
        texts.addAll(extra.troubles());
        texts.addAll(extra.labels().keySet());
        texts.addAll(extra.labels().values());
        return texts;
    }

    /// @param name `debian`, `raspbian`, `alpine`: the ID of os-release
    /// @param version its VERSION_ID
    /// @param kernel the release of the kernel
    /// @param libc `glibc`, `musl` or `unknown`
    public record Os(String name, String version, String kernel, String libc) {}

    /// @param arch `amd64`, `arm64`, `arm`, `riscv64`
    /// @param variant `x86-64-v3`, `armv7l-hf`, `armv6l-hf`, `armv8`: what binaries may use
    /// @param cores those that the agent may use
    /// @param mhz of one core
    /// @param score a measured speed of one core; 100 is a Raspberry Pi 4
    public record Cpu(String arch, String variant, int cores, int mhz, int score) {}

    /// @param type `ethernet`, `wifi`, `cellular`, `bluetooth`, `vpn`, `other`
    public record NetworkLink(String name, String type, boolean metered, boolean up) {}

    /// @param type `display`, `i2c`, `spi`, `gpio`, `video`, `sound`, `gpu`, `serial`
    /// @param name what people call it
    /// @param path in the file system
    public record Device(String type, String name, String path) {}

    /// @param source `mains` or `battery`
    /// @param chargePercent 0 to 100; -1 when unknown or on mains without a battery
    /// @param healthPercent full capacity against that of a new one; -1: unknown
    /// @param cycles charge cycles; -1: unknown
    /// @param runtimeHours how long it lasts at the present load; on mains it is 8760, a year; 0:
    ///   unknown
    public record Power(
            String source, int chargePercent, int healthPercent, int cycles, double runtimeHours) {
        public static final double RUNTIME_HOURS_ON_MAINS = 8760;
        public static final Power MAINS = new Power("mains", -1, -1, -1, RUNTIME_HOURS_ON_MAINS);
    }

    /// @param agent the version of the agent
    /// @param java the newest Java found, `25.0.3`; empty: none
    /// @param runtimes container runtimes by name: `podman`, `docker`, `containerd`, `runc`
    /// @param drivers the agent's drivers that work here, `exec`; what they confine and have,
    ///   `exec.pids`, `java.25`; and what the agent knows of, as [#PERIODIC]
    public record Software(String agent, String java, List<String> runtimes, List<String> drivers) {
        /// What an agent says among its drivers that runs tasks by a calendar. Those of before
        /// would start them at once.
        public static final String PERIODIC = "periodic";

        /// The driver that runs Java programs.
        public static final String JAVA = "java";

        private static final String JAVAS = JAVA + ".";

        /// Its agent runs tasks by a calendar.
        public boolean keepsCalendars() {
            return drivers.contains(PERIODIC);
        }

        /// It says the word, or that it has a newer Java.
        public boolean has(String word) {
            if (drivers.contains(word)) return true;
            int least = java(word);
            if (least < 0) return false;
            for (var each : drivers) if (java(each) >= least) return true;
            return false;
        }

        /// The newest Java that its driver for such has; -1: it says none.
        public int newestJava() {
            int newest = -1;
            for (var each : drivers) newest = Math.max(newest, java(each));
            return newest;
        }

        /// Which Java the word is of; -1: none.
        private static int java(String word) {
            if (!word.startsWith(JAVAS)) return -1;
            int number = 0;
            for (int i = JAVAS.length(); i < word.length(); i++) {
                char digit = word.charAt(i);
                if (digit < '0' || digit > '9' || number > Short.MAX_VALUE) return -1;
                number = 10 * number + digit - '0';
            }
            return number;
        }

        /// The words that are not of a driver: drivers themselves, and what the agent knows of.
        public List<String> plainWords() {
            return drivers.stream().filter(it -> it.indexOf('.') < 0).toList();
        }

        /// What each driver confines and has, without the driver's own word.
        public Map<String, List<String>> wordsByDriver() {
            var words = new HashMap<String, List<String>>();
            for (var each : drivers) {
                int dot = each.indexOf('.');
                if (dot < 0) words.computeIfAbsent(each, _ -> new ArrayList<>());
                else
                    words.computeIfAbsent(each.substring(0, dot), _ -> new ArrayList<>())
                            .add(each.substring(dot + 1));
            }
            return words;
        }

        public Software {
            runtimes = List.copyOf(runtimes);
            drivers = List.copyOf(drivers);
        }
    }

    /// @param securityRating 0 (open) to 5 (sealed, verified boot), as configured
    /// @param given facts that configuration gave instead of the machine, by their keys:
    ///   `device.display`, `power.source`
    /// @param labels words from the agent's configuration
    /// @param troubles what is wrong with the node itself, as sentences for people
    public record Extra(
            int securityRating,
            List<String> given,
            Map<String, String> labels,
            List<String> troubles) {
        public Extra {
            given = List.copyOf(given);
            labels = Map.copyOf(labels);
            // a log of before they were told has none
            troubles = troubles == null ? List.of() : List.copyOf(troubles);
        }
    }
}
