package dev.skerry.agent.facts;

import java.util.List;
import java.util.Set;

/// What the processor is, before it is measured.
///
/// @param model what it calls itself; the key of its measured speed
/// @param cores those that may be used: affinity, and the quota of the cgroup rounded up
/// @param mhz of one core at its fastest; of unlike cores the mean
record Processor(String arch, String variant, String model, int cores, int mhz) {
    private static final int CORES_MAX = 4096;
    private static final List<Set<String>> X86_LEVELS =
            List.of(
                    Set.of("cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"),
                    Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
                    Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"));

    static Processor at(Roots roots) {
        var info = SmallFiles.text(roots.proc().resolve("cpuinfo"));
        var arch = arch(roots.arch());
        return new Processor(
                arch, variant(arch, info), model(info), cores(roots), mhz(roots, info));
    }

    /// Java's name of an architecture as the fleet says it.
    private static String arch(String name) {
        return switch (name) {
            case "x86_64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> SmallFiles.word(name);
        };
    }

    private static String variant(String arch, String info) {
        return switch (arch) {
            case "amd64" -> level(words(SmallFiles.field(info, "flags", ':')));
            case "arm64" -> "armv8";
            case "arm" -> arm(info);
            case "riscv64" ->
                    SmallFiles.field(info, "isa", ':').startsWith("rv64imafdc") ? "rv64gc" : "rv64";
            default -> "";
        };
    }

    private static String level(Set<String> flags) {
        int level = 1;
        for (var needed : X86_LEVELS) {
            if (!flags.containsAll(needed)) break;
            level++;
        }
        return "x86-64-v" + level;
    }

    /// The kernel says "CPU architecture: 7" of a Pi Zero too, so the model's name counts first.
    private static String arm(String info) {
        var model = model(info);
        boolean six = model.contains("ARMv6") || model.contains("(v6l)");
        boolean hard = false;
        for (var word : words(SmallFiles.field(info, "Features", ':')))
            hard |= word.startsWith("vfp");
        return (six ? "armv6l" : "armv7l") + (hard ? "-hf" : "");
    }

    private static Set<String> words(String text) {
        var words = new java.util.HashSet<String>();
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf(' ', at);
            if (end < 0) end = text.length();
            if (end > at) words.add(text.substring(at, end));
            at = end + 1;
        }
        return words;
    }

    private static String model(String info) {
        var name = SmallFiles.field(info, "model name", ':');
        if (name.isEmpty()) name = SmallFiles.field(info, "uarch", ':');
        if (name.isEmpty()) name = "part " + SmallFiles.field(info, "CPU part", ':');
        return SmallFiles.word(name);
    }

    private static int cores(Roots roots) {
        var status = SmallFiles.text(roots.proc().resolve("self/status"));
        int allowed = listed(SmallFiles.field(status, "Cpus_allowed_list", ':'));
        if (allowed == 0) allowed = Runtime.getRuntime().availableProcessors();
        return Math.clamp(Cgroup.cores(roots), 1, Math.min(allowed, CORES_MAX));
    }

    /// How many numbers `0-3,6` names; 0 when it is no such list.
    private static int listed(String text) {
        int count = 0;
        for (var part : text.split(",", CORES_MAX)) {
            int dash = part.indexOf('-');
            long first = SmallFiles.number(dash < 0 ? part : part.substring(0, dash), -1);
            long last = dash < 0 ? first : SmallFiles.number(part.substring(dash + 1), -1);
            if (first < 0 || last < first || last - first >= CORES_MAX) return 0;
            count += (int) (last - first) + 1;
        }
        return count;
    }

    private static int mhz(Roots roots, String info) {
        var cpus = roots.sys().resolve("devices/system/cpu");
        long sumKhz = 0;
        int count = 0;
        for (var name : SmallFiles.names(cpus)) {
            if (!name.startsWith("cpu") || SmallFiles.number(name.substring(3), -1) < 0) continue;
            long khz = SmallFiles.number(cpus.resolve(name).resolve("cpufreq/cpuinfo_max_freq"), 0);
            if (khz < 1_000 || khz > 20_000_000) continue;
            sumKhz += khz;
            count++;
        }
        if (count > 0) return (int) (sumKhz / count / 1_000);
        var said = SmallFiles.field(info, "cpu MHz", ':');
        int dot = said.indexOf('.');
        long mhz = SmallFiles.number(dot < 0 ? said : said.substring(0, dot), 0);
        return mhz >= 1 && mhz <= 20_000 ? (int) mhz : assumedMhz(roots.arch());
    }

    /// Where nothing is said: that of the slower boards in use, so that too little is promised
    /// rather than too much.
    private static int assumedMhz(String arch) {
        return switch (arch) {
            case "arm" -> 700;
            case "aarch64", "arm64" -> 1_200;
            default -> 1_000;
        };
    }
}
