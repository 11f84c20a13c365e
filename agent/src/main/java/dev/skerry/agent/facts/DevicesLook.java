package dev.skerry.agent.facts;

import dev.skerry.cluster.state.NodeFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What hangs on the machine, by the nodes in `/dev`.
final class DevicesLook {
    static final List<String> TYPES =
            List.of("display", "i2c", "spi", "gpio", "video", "sound", "gpu", "serial");

    /// Of one type.
    private static final int DEVICES_MAX = 16;

    private final Roots roots;
    private final List<NodeFacts.Device> found = new ArrayList<>();

    private DevicesLook(Roots roots) {
        this.roots = roots;
    }

    static List<NodeFacts.Device> at(Roots roots) {
        var look = new DevicesLook(roots);
        look.displays();
        var dev = SmallFiles.names(roots.dev());
        look.all("i2c", dev, "i2c-", "class/i2c-dev");
        look.all("spi", dev, "spidev", "");
        look.all("gpio", dev, "gpiochip", "");
        look.all("video", dev, "video", "class/video4linux");
        look.sounds();
        look.graphics(dev);
        for (var prefix : new String[] {"ttyUSB", "ttyACM", "ttyAMA"})
            look.all("serial", dev, prefix, "");
        return List.copyOf(look.found);
    }

    private void all(String type, List<String> names, String prefix, String classes) {
        for (var name : names) {
            if (!name.startsWith(prefix) || !numbered(name, prefix)) continue;
            var said =
                    classes.isEmpty()
                            ? ""
                            : SmallFiles.line(
                                    roots.sys().resolve(classes).resolve(name).resolve("name"));
            add(type, said.isEmpty() ? name : said, name);
        }
    }

    private static boolean numbered(String name, String prefix) {
        return name.length() > prefix.length() && Character.isDigit(name.charAt(prefix.length()));
    }

    /// A frame buffer without a graphics card behind it is a display of its own; a card is one when
    /// something is plugged in.
    private void displays() {
        for (var name : SmallFiles.names(roots.dev())) {
            var shown = roots.sys().resolve("class/graphics").resolve(name);
            if (!name.startsWith("fb") || !numbered(name, "fb")) continue;
            if (Files.exists(shown.resolve("device/drm"))) continue;
            var said = SmallFiles.line(shown.resolve("name"));
            add("display", said.isEmpty() ? name : said, name);
        }
        for (var connector : SmallFiles.names(roots.sys().resolve("class/drm"))) {
            int dash = connector.indexOf('-');
            if (dash < 0 || !connector.startsWith("card")) continue;
            Path shown = roots.sys().resolve("class/drm").resolve(connector);
            var card = "dri/" + connector.substring(0, dash);
            if (SmallFiles.line(shown.resolve("status")).equals("connected")
                    && Files.exists(roots.dev().resolve(card)))
                add("display", connector.substring(dash + 1), card);
        }
    }

    private void sounds() {
        for (var name : SmallFiles.names(roots.dev().resolve("snd")))
            if (name.startsWith("pcm")) add("sound", name, "snd/" + name);
    }

    private void graphics(List<String> dev) {
        for (var name : SmallFiles.names(roots.dev().resolve("dri")))
            if (name.startsWith("renderD")) add("gpu", name, "dri/" + name);
        if (dev.contains("nvidia0")) add("gpu", "nvidia0", "nvidia0");
    }

    private void add(String type, String name, String path) {
        int same = 0;
        for (var device : found) if (device.type().equals(type)) same++;
        if (same < DEVICES_MAX)
            found.add(new NodeFacts.Device(type, SmallFiles.word(name), "/dev/" + path));
    }
}
