package dev.skerry.cli.dev;

import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// One node of the fleet, with what this machine does not have given to it.
///
/// @param given lines of its configuration: `label.…` and `fact.…`
record DevNode(String name, SequencedMap<String, String> given) {
    /// Two badges with a display and a battery, a Raspberry Pi, and this machine as it is.
    static final List<DevNode> ALL =
            List.of(
                    badge("badge-1", "hall-1", "9"),
                    badge("badge-2", "hall-2", "5"),
                    pi(),
                    new DevNode("appliance", new TreeMap<>()));

    private static DevNode badge(String name, String site, String hours) {
        var given = new TreeMap<String, String>();
        given.put("label.site", site);
        given.put("fact.arch", "arm64");
        given.put("fact.variant", "armv8");
        given.put("fact.cpu.cores", "4");
        given.put("fact.cpu.mhz", "1000");
        given.put("fact.memory", "512MiB");
        given.put("fact.disk", "4GiB");
        given.put("fact.power.source", "battery");
        given.put("fact.power.charge", "80");
        given.put("fact.power.runtimeHours", hours);
        given.put("fact.device.display", "epd2in7");
        given.put("fact.link.wlan0", "wifi,metered,up");
        given.put("fact.security.rating", "1");
        return new DevNode(name, given);
    }

    private static DevNode pi() {
        var given = new TreeMap<String, String>();
        given.put("label.site", "hall-1");
        given.put("fact.arch", "arm64");
        given.put("fact.variant", "armv8");
        given.put("fact.cpu.cores", "4");
        given.put("fact.cpu.mhz", "1500");
        given.put("fact.memory", "2GiB");
        given.put("fact.disk", "16GiB");
        given.put("fact.power.source", "mains");
        given.put("fact.device.display", "none");
        given.put("fact.device.gpio", "gpiochip0,/dev/gpiochip0");
        given.put("fact.device.i2c", "i2c-1,/dev/i2c-1");
        given.put("fact.security.rating", "2");
        return new DevNode("pi", given);
    }
}
