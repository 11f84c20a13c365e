package dev.skerry.agent.facts;

import dev.skerry.agent.AgentConfig;
import dev.skerry.cluster.state.NodeFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A machine made of files in a directory.
final class Board {
    final Path top;
    final Path data;
    private final String arch;
    private final SequencedMap<String, SequencedMap<String, String>> given = new LinkedHashMap<>();

    Board(Path top, String arch) throws IOException {
        this.top = top;
        this.arch = arch;
        data = Files.createDirectories(top.resolve("data"));
        given("fact.cpu.score", "100"); // measuring is for one test only
    }

    static Board piZero2(Path top) throws IOException {
        return new Board(top, "aarch64")
                .with("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
                .with("proc/sys/kernel/osrelease", "6.6.51+rpt-rpi-v8\n")
                .with("lib/ld-linux-aarch64.so.1", "")
                .with("proc/cpuinfo", "processor\t: 0\nCPU part\t: 0xd03\n")
                .with("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-3\n")
                .with("proc/meminfo", "MemTotal:         425916 kB\n")
                .with("sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", "1000000\n")
                .with("sys/class/net/lo/type", "772\n")
                .with("sys/class/net/wlan0/type", "1\n")
                .with("sys/class/net/wlan0/operstate", "up\n")
                .with("sys/class/net/wlan0/uevent", "DEVTYPE=wlan\nINTERFACE=wlan0\n")
                .with("sys/class/i2c-dev/i2c-1/name", "bcm2835 (i2c@7e804000)\n")
                .with("dev/i2c-1", "")
                .with("dev/spidev0.0", "")
                .with("dev/spidev0.1", "")
                .with("dev/gpiochip0", "")
                .with("dev/ttyAMA0", "");
    }

    static Board laptop(Path top) throws IOException {
        return new Board(top, "amd64")
                .with("etc/os-release", "VERSION_ID=\"13\"\nID=debian\n")
                .with("proc/sys/kernel/osrelease", "6.12.0-amd64\n")
                .with("lib64/ld-linux-x86-64.so.2", "")
                .with(
                        "proc/cpuinfo",
                        "model name\t: Intel(R) Core(TM) i5\ncpu MHz\t\t: 2400.123\n"
                                + "flags\t\t: fpu pni cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3 avx"
                                + " avx2 bmi1 bmi2 f16c fma abm movbe xsave\n")
                .with("proc/self/status", "Cpus_allowed_list:\t0-1,4\n")
                .with("proc/meminfo", "MemTotal:  8000000 kB\n")
                .with("sys/class/net/enp3s0/type", "1\n")
                .with("sys/class/net/enp3s0/operstate", "down\n")
                .with("sys/class/net/wg0/type", "65534\n")
                .with("sys/class/net/wg0/operstate", "unknown\n")
                .with("sys/class/net/wg0/carrier", "1\n")
                .with("sys/class/net/wwan0/type", "519\n")
                .with("sys/class/net/wwan0/operstate", "up\n")
                .with("sys/class/net/docker0/type", "1\n")
                .with("sys/class/net/veth12ab/type", "1\n")
                .with("dev/dri/card0", "")
                .with("dev/dri/renderD128", "")
                .with("sys/class/drm/card0-eDP-1/status", "connected\n")
                .with("sys/class/drm/card0-HDMI-A-1/status", "disconnected\n")
                .with("dev/fb0", "")
                .with("sys/class/graphics/fb0/device/drm/card0/uevent", "")
                .with("dev/video0", "")
                .with("sys/class/video4linux/video0/name", "Integrated Camera\n")
                .with("dev/snd/pcmC0D0p", "")
                .supply("AC", "type=Mains", "online=0")
                .supply("hid-mouse", "type=Battery", "scope=Device", "status=Discharging")
                .supply(
                        "BAT0",
                        "type=Battery",
                        "present=1",
                        "status=Discharging",
                        "capacity=80",
                        "cycle_count=312",
                        "energy_now=40000000",
                        "energy_full=50000000",
                        "energy_full_design=60000000",
                        "power_now=8000000");
    }

    Board with(String path, String text) throws IOException {
        var file = top.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        return this;
    }

    /// Files of a power supply, as `name=content`.
    Board supply(String name, String... fields) throws IOException {
        for (var field : fields) {
            int equals = field.indexOf('=');
            with(
                    "sys/class/power_supply/" + name + "/" + field.substring(0, equals),
                    field.substring(equals + 1) + "\n");
        }
        return this;
    }

    Board given(String key, String value) {
        int dot = key.indexOf('.');
        given.computeIfAbsent(key.substring(0, dot), _ -> new LinkedHashMap<>())
                .put(key.substring(dot + 1), value);
        return this;
    }

    Board without(String key) {
        given.values().forEach(part -> part.remove(key));
        return this;
    }

    FactsProbe probe() throws AgentConfig.WrongSetting {
        var roots =
                new Roots(
                        top.resolve("proc"),
                        top.resolve("sys"),
                        top.resolve("dev"),
                        top.resolve("etc"),
                        top,
                        arch,
                        List.of(top.resolve("usr/bin")),
                        "");
        var probe = FactsProbe.open(roots, data, given, "0.1.0");
        probe.drivers(() -> List.of("exec"));
        return probe;
    }

    NodeFacts read() throws AgentConfig.WrongSetting {
        return probe().read();
    }
}
