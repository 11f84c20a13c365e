package dev.skerry.example.badge;

import dev.skerry.example.badge.picture.Canvas;
import dev.skerry.example.badge.picture.Drawing;
import dev.skerry.example.badge.picture.Typeface;
import java.util.HashMap;
import java.util.Map;

/// One badge as it might be worn, for all tests.
final class Samples {
    static final String ADDRESS = "192.168.0.246:2343";

    private Samples() {}

    static Map<String, String> environment(String... changes) {
        var environment =
                new HashMap<>(
                        Map.of(
                                "BAEDGE_SERVER_HOST", "127.0.0.1",
                                "BAEDGE_SERVER_PORT", "0",
                                "BAEDGE_WEARER_LINK", "https://ada.example",
                                "BAEDGE_EVENT_NAME", "Edge Days 2026",
                                "BAEDGE_EVENT_PLACE", "Göteborg · 23–24 November",
                                "BAEDGE_EVENT_LINK", "https://edgedays.example",
                                "SKERRY_NODE_NAME", "badge-07",
                                "SKERRY_ALLOC_ID", "1a2b3c4d-5e6f",
                                "SKERRY_JOB", "badge",
                                "SKERRY_VERSION", "0.1.0"));
        for (int i = 0; i < changes.length; i += 2) environment.put(changes[i], changes[i + 1]);
        return environment;
    }

    static Settings settings(String... changes) {
        try {
            return Settings.from(environment(changes));
        } catch (SettingRefused e) {
            throw new AssertionError(e);
        }
    }

    static Canvas draw(Settings settings, String screen) {
        var model = settings.hardware().model();
        var data = new Screens(settings).of(screen, ADDRESS);
        return new Drawing(Typeface.load()).draw(data, model.width, model.height);
    }
}
