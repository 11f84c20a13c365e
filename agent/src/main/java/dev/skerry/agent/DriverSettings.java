package dev.skerry.agent;

import dev.skerry.agent.AgentConfig.WrongSetting;
import dev.skerry.agent.container.ContainerSettings;
import dev.skerry.agent.facts.Quantity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the keys under `drivers` say of the drivers of a node.
///
/// @param confine whether tasks are kept from what is not theirs, if their job says so
/// @param rawExec whether jobs may have programs run that nothing is kept from
/// @param ids the number of a user that stands for root in all containers; 65,535 more follow
/// @param imagesMax so many bytes all images may take together, unpacked
/// @param registries the file that says where images are fetched (`containers-registries.conf(5)`);
///   null: the machine's
/// @param credentials the file with the passwords for registries (`containers-auth.json(5)`); null:
///   the machine's
record DriverSettings(
        boolean confine,
        boolean rawExec,
        int ids,
        long imagesMax,
        @Nullable Path registries,
        @Nullable Path credentials) {
    private static final String EXEC_CONFINE = "exec.confine";
    private static final String RAW_EXEC = "rawExec";
    private static final String IDS = "container.ids";
    private static final String IMAGES = "container.images";
    private static final String REGISTRIES = "container.registries";
    private static final String CREDENTIALS = "container.credentials";
    private static final List<String> KEYS =
            List.of(EXEC_CONFINE, RAW_EXEC, IDS, IMAGES, REGISTRIES, CREDENTIALS);

    private static final int IDS_MIN = 65_536;
    private static final int IDS_MAX = 2_000_000_000;
    private static final long IMAGES_MIN = 16L << 20;
    private static final long IMAGES_USUAL = 4L << 30;

    /// @param given without the prefix
    static DriverSettings of(Map<String, String> given) throws WrongSetting {
        for (var key : given.keySet())
            if (!KEYS.contains(key))
                throw new WrongSetting("key", "drivers." + key, "one of " + names());
        return new DriverSettings(
                flag(given, EXEC_CONFINE, true),
                flag(given, RAW_EXEC, false),
                ids(given.get(IDS)),
                imagesMax(given.get(IMAGES)),
                path(given, REGISTRIES),
                path(given, CREDENTIALS));
    }

    /// All keys, with their prefix.
    static String names() {
        return String.join(", ", KEYS.stream().map(it -> "drivers." + it).toList());
    }

    private static boolean flag(Map<String, String> given, String key, boolean usual)
            throws WrongSetting {
        var text = given.get(key);
        if (text == null) return usual;
        if (text.equals("on") || text.equals("off")) return text.equals("on");
        throw new WrongSetting("drivers." + key, text, "on or off");
    }

    private static int ids(@Nullable String text) throws WrongSetting {
        if (text == null) return ContainerSettings.IDS;
        int number =
                text.matches("\\d{1,10}") ? (int) Math.min(Long.parseLong(text), IDS_MAX + 1) : 0;
        if (number >= IDS_MIN && number <= IDS_MAX) return number;
        throw new WrongSetting(
                "drivers." + IDS,
                text,
                "a number from %d to %d, which with the 65,535 that follow is nobody's on this node"
                        .formatted(IDS_MIN, IDS_MAX));
    }

    private static long imagesMax(@Nullable String text) throws WrongSetting {
        if (text == null) return IMAGES_USUAL;
        long bytes = Quantity.bytes(text);
        if (bytes >= IMAGES_MIN) return bytes;
        throw new WrongSetting("drivers." + IMAGES, text, "16MiB or more, such as 4GiB");
    }

    private static @Nullable Path path(Map<String, String> given, String key) throws WrongSetting {
        var text = given.get(key);
        if (text == null) return null;
        if (text.startsWith("/") && text.indexOf('\0') < 0) return Path.of(text);
        throw new WrongSetting("drivers." + key, text, "an absolute path");
    }
}
