package dev.skerry.agent.facts;

import dev.skerry.agent.AgentConfig;
import dev.skerry.cluster.state.NodeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What people say of the node, put over what was found.
///
/// | key                         | value                                                     |
/// |-----------------------------|-----------------------------------------------------------|
/// | `os.name`, `os.version`     | a word                                                    |
/// | `arch`                      | `amd64`, `arm64`, `arm`, `riscv64`                        |
/// | `variant`                   | a word, such as `armv6l-hf`                               |
/// | `cpu.cores`                 | 1 to 4096                                                 |
/// | `cpu.mhz`                   | 1 to 20000                                                |
/// | `cpu.score`                 | 1 to 10000; 100 is a core of a Raspberry Pi 4             |
/// | `memory`, `disk`            | a size, `512MiB`                                          |
/// | `power.source`              | `mains`, `battery`                                        |
/// | `power.charge`              | percent, 0 to 100                                         |
/// | `power.health`              | percent, 0 to 100                                         |
/// | `power.cycles`              | 0 to 100000                                               |
/// | `power.runtimeHours`        | 0 to 8760                                                 |
/// | `device.TYPE`               | `name`, `name,/dev/path`, or `none`; instead of all found |
/// | `link.NAME`                 | any of: a type; `metered`, `unmetered`; `up`, `down`      |
/// | `security.rating`           | 0 to 5                                                    |
final class Given {
    private static final List<String> ARCHES = List.of("amd64", "arm64", "arm", "riscv64");
    private static final List<String> LINK_TYPES =
            List.of("ethernet", "wifi", "cellular", "bluetooth", "vpn", "other");
    private static final int HOURS_MAX = (int) NodeFacts.Power.RUNTIME_HOURS_ON_MAINS;
    private static final int FACTS_MAX = 64;

    private Given() {}

    /// Puts all of it over a draft.
    ///
    /// @throws AgentConfig.WrongSetting names the key, its value and what would be right; the draft
    ///   is half done then
    static void put(Map<String, String> facts, FactsDraft to) throws AgentConfig.WrongSetting {
        if (facts.size() > FACTS_MAX)
            throw new AgentConfig.WrongSetting(
                    "fact", facts.size() + " facts", "at most " + FACTS_MAX);
        for (var fact : facts.entrySet()) {
            put(fact.getKey(), fact.getValue(), to);
            to.given.add(fact.getKey());
        }
    }

    private static void put(String key, String value, FactsDraft to)
            throws AgentConfig.WrongSetting {
        switch (key) {
            case "os.name" -> to.osName = word(key, value);
            case "os.version" -> to.osVersion = word(key, value);
            case "arch" -> to.arch = oneOf(key, value, ARCHES);
            case "variant" -> to.variant = word(key, value);
            case "cpu.cores" -> to.cores = whole(key, value, 1, 4_096);
            case "cpu.mhz" -> to.mhz = whole(key, value, 1, 20_000);
            case "cpu.score" -> to.score = whole(key, value, 1, 10_000);
            case "memory" -> to.memoryBytes = size(key, value);
            case "disk" -> to.diskBytes = size(key, value);
            case "power.source" -> source(key, value, to);
            case "power.charge" -> to.charge = whole(key, value, 0, 100);
            case "power.health" -> to.health = whole(key, value, 0, 100);
            case "power.cycles" -> to.cycles = whole(key, value, 0, 100_000);
            case "power.runtimeHours" -> to.runtimeHours = hours(key, value);
            case "security.rating" -> to.securityRating = whole(key, value, 0, 5);
            default -> named(key, value, to);
        }
    }

    private static void named(String key, String value, FactsDraft to)
            throws AgentConfig.WrongSetting {
        if (key.startsWith("device.")) device(key, value, to);
        else if (key.startsWith("link.")) link(key, value, to);
        else
            throw new AgentConfig.WrongSetting(
                    "key",
                    "fact." + key,
                    "a fact that can be given: os.name, os.version, arch, variant, cpu.cores,"
                            + " cpu.mhz, cpu.score, memory, disk, power.source, power.charge,"
                            + " power.health, power.cycles, power.runtimeHours, device.TYPE,"
                            + " link.NAME, security.rating");
    }

    /// What was found of another source does not hold for this one.
    private static void source(String key, String value, FactsDraft to)
            throws AgentConfig.WrongSetting {
        var source = oneOf(key, value, List.of("mains", "battery"));
        if (source.equals(to.powerSource)) return;
        to.powerSource = source;
        if (to.given.contains("power.runtimeHours")) return;
        to.runtimeHours = source.equals("mains") ? NodeFacts.Power.RUNTIME_HOURS_ON_MAINS : 0;
    }

    private static void device(String key, String value, FactsDraft to)
            throws AgentConfig.WrongSetting {
        var type = key.substring("device.".length());
        if (!DevicesLook.TYPES.contains(type))
            throw new AgentConfig.WrongSetting(
                    "key",
                    "fact." + key,
                    "fact.device.TYPE with one of " + String.join(", ", DevicesLook.TYPES));
        int comma = value.indexOf(',');
        var name = (comma < 0 ? value : value.substring(0, comma)).strip();
        var path = comma < 0 ? "" : value.substring(comma + 1).strip();
        boolean right = name.equals(SmallFiles.word(name)) && !name.isEmpty();
        if (!right || (comma >= 0 && !path.startsWith("/")) || path.length() > 256)
            throw wrong(key, value, "a name, or a name, a comma and its path, or none");
        var devices = new ArrayList<>(to.devices);
        devices.removeIf(device -> device.type().equals(type));
        if (!name.equals("none")) devices.add(new NodeFacts.Device(type, name, path));
        to.devices = devices;
    }

    private static void link(String key, String value, FactsDraft to)
            throws AgentConfig.WrongSetting {
        var name = word(key, key.substring("link.".length()));
        var links = new ArrayList<>(to.links);
        var link = new NodeFacts.NetworkLink(name, "other", false, true);
        int at = links.size();
        for (int i = 0; i < links.size(); i++) if (links.get(i).name().equals(name)) at = i;
        if (at < links.size()) link = links.get(at);
        for (var part : value.split(",", 4)) link = with(link, part.strip(), key, value);
        if (at < links.size()) links.set(at, link);
        else links.add(link);
        to.links = links;
    }

    private static NodeFacts.NetworkLink with(
            NodeFacts.NetworkLink link, String part, String key, String value)
            throws AgentConfig.WrongSetting {
        var name = link.name();
        return switch (part) {
            case "metered" -> new NodeFacts.NetworkLink(name, link.type(), true, link.up());
            case "unmetered" -> new NodeFacts.NetworkLink(name, link.type(), false, link.up());
            case "up" -> new NodeFacts.NetworkLink(name, link.type(), link.metered(), true);
            case "down" -> new NodeFacts.NetworkLink(name, link.type(), link.metered(), false);
            default -> {
                if (!LINK_TYPES.contains(part))
                    throw wrong(
                            key,
                            value,
                            "one of "
                                    + String.join(", ", LINK_TYPES)
                                    + ", then metered or unmetered, then up or down, with commas");
                yield new NodeFacts.NetworkLink(
                        name, part, link.metered() || part.equals("cellular"), link.up());
            }
        };
    }

    private static String word(String key, String value) throws AgentConfig.WrongSetting {
        if (value.isEmpty() || !value.equals(SmallFiles.word(value)))
            throw wrong(key, value, "a word of 1 to 64 characters");
        return value;
    }

    private static String oneOf(String key, String value, List<String> words)
            throws AgentConfig.WrongSetting {
        if (words.contains(value)) return value;
        throw wrong(key, value, "one of " + String.join(", ", words));
    }

    private static int whole(String key, String value, int least, int most)
            throws AgentConfig.WrongSetting {
        long number = SmallFiles.number(value, -1);
        if (number >= least && number <= most) return (int) number;
        throw wrong(key, value, "a whole number from " + least + " to " + most);
    }

    private static double hours(String key, String value) throws AgentConfig.WrongSetting {
        double hours = Quantity.number(value);
        if (hours >= 0 && hours <= HOURS_MAX) return hours;
        throw wrong(key, value, "hours from 0 to " + HOURS_MAX);
    }

    private static long size(String key, String value) throws AgentConfig.WrongSetting {
        long bytes = Quantity.bytes(value);
        if (bytes > 0) return bytes;
        throw wrong(key, value, "a size, such as 512MiB");
    }

    private static AgentConfig.WrongSetting wrong(String key, String value, String should) {
        return new AgentConfig.WrongSetting("fact." + key, value, should);
    }
}
