package dev.skerry.example.badge;

import dev.skerry.example.badge.picture.QrMatrix;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/// All that a badge can be told, read once from its environment. Every value has a default and a
/// bound; the first wrong one stops the start.
///
/// @param shown what `GET /v1/status/environment` may tell
record Settings(
        Server server,
        Wearer wearer,
        Event event,
        Hardware hardware,
        Placement placement,
        SortedMap<String, String> shown) {

    /// Where to listen and how much to say. With port 0 the system picks a free one.
    record Server(String host, int port, String name, LogLevel log) {}

    record Wearer(String name, String title, String social, String link) {}

    record Event(String name, String place, String talk, String link) {}

    /// The display. An empty `device` means there is none, only its picture over HTTP.
    record Hardware(Model model, String revision, String device) {}

    /// Where Skerry has placed this badge, as it tells every task. Empty when started by hand.
    record Placement(
            String node,
            String nodeId,
            String allocation,
            String job,
            String group,
            String version) {}

    /// Which lines are written: everything, one per request, or only what went wrong.
    enum LogLevel {
        DEBUG,
        INFO,
        WARNING
    }

    static Settings from(Map<String, String> environment) throws SettingRefused {
        var given = new Variables(environment);
        var settings =
                new Settings(
                        server(given),
                        wearer(given),
                        event(given),
                        hardware(given),
                        placement(given),
                        given.shown());
        given.refuseLeftovers();
        return settings;
    }

    private static Server server(Variables given) throws SettingRefused {
        var log = logLevel(given);
        return new Server(
                given.text("BAEDGE_SERVER_HOST", "0.0.0.0"),
                given.port("BAEDGE_SERVER_PORT", 2343), // BDGE on the keys of a telephone
                given.text("BAEDGE_SERVER_NAME", "Badge"),
                given.yes("BAEDGE_SERVER_DEBUG") ? LogLevel.DEBUG : log);
    }

    private static LogLevel logLevel(Variables given) throws SettingRefused {
        var value = given.text("LOG_LEVEL", "INFO");
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "DEBUG" -> LogLevel.DEBUG;
            case "INFO" -> LogLevel.INFO;
            case "WARNING", "ERROR" -> LogLevel.WARNING;
            default -> throw new SettingRefused("LOG_LEVEL", value, "DEBUG, INFO or WARNING");
        };
    }

    private static Wearer wearer(Variables given) throws SettingRefused {
        return new Wearer(
                given.text("BAEDGE_WEARER_NAME", "Ada Lovelace"),
                given.text("BAEDGE_WEARER_TITLE", "Computing at the edge of human and machine"),
                given.text("BAEDGE_WEARER_SOCIAL", "@ada"),
                link(given, "BAEDGE_WEARER_LINK"));
    }

    private static Event event(Variables given) throws SettingRefused {
        return new Event(
                given.text("BAEDGE_EVENT_NAME", "Edge Days"),
                given.text("BAEDGE_EVENT_PLACE", ""),
                given.text("BAEDGE_EVENT_TALK", "Adding compute to conference badges"),
                link(given, "BAEDGE_EVENT_LINK"));
    }

    private static String link(Variables given, String name) throws SettingRefused {
        var value = given.text(name, "", QrMatrix.CONTENT_BYTES_MAX);
        if (!value.isEmpty() && !value.startsWith("https://") && !value.startsWith("http://"))
            throw new SettingRefused(
                    name, value, "an address that begins with https:// or http://");
        return value;
    }

    private static Hardware hardware(Variables given) throws SettingRefused {
        var device = given.text("BAEDGE_HARDWARE_DEVICE", "");
        if (!device.isEmpty() && !device.startsWith("/"))
            throw new SettingRefused(
                    "BAEDGE_HARDWARE_DEVICE",
                    device,
                    "an absolute path such as /dev/epd0, or nothing");
        return new Hardware(model(given), given.text("BAEDGE_HARDWARE_REVISION", ""), device);
    }

    private static Model model(Variables given) throws SettingRefused {
        var label = given.text("BAEDGE_HARDWARE_MODEL", Model.PAPER_2IN7.label);
        for (var model : Model.values()) if (model.label.equals(label)) return model;
        throw new SettingRefused("BAEDGE_HARDWARE_MODEL", label, Model.RIGHT);
    }

    private static Placement placement(Variables given) throws SettingRefused {
        return new Placement(
                given.text("SKERRY_NODE_NAME", ""),
                given.text("SKERRY_NODE_ID", ""),
                given.text("SKERRY_ALLOC_ID", ""),
                given.text("SKERRY_JOB", ""),
                given.text("SKERRY_GROUP", ""),
                given.text("SKERRY_VERSION", ""));
    }
}
