package dev.skerry.example.badge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void nothingSetIsAGoodBadge() throws SettingRefused {
        var settings = Settings.from(Map.of());
        assertEquals("0.0.0.0", settings.server().host());
        assertEquals(2343, settings.server().port());
        assertEquals(Model.PAPER_2IN7, settings.hardware().model());
        assertEquals(Settings.LogLevel.INFO, settings.server().log());
    }

    @Test
    void falseIsFalse() throws SettingRefused {
        var no = Settings.from(Map.of("BAEDGE_SERVER_DEBUG", "false"));
        var yes = Settings.from(Map.of("BAEDGE_SERVER_DEBUG", "TRUE"));
        assertEquals(Settings.LogLevel.INFO, no.server().log());
        assertEquals(Settings.LogLevel.DEBUG, yes.server().log());
    }

    @Test
    void refusalsNameTheVariableItsValueAndWhatWouldBeRight() {
        assertEquals(
                """
                BAEDGE_SERVER_PORT is `http`
                  right would be: a port from 1 to 65535, or 0 for any free one
                BAEDGE_SERVER_PORT is `65536`
                  right would be: a port from 1 to 65535, or 0 for any free one
                BAEDGE_SERVER_DEBUG is `yes`
                  right would be: true or false
                BAEDGE_HARDWARE_MODEL is `3in7`
                  right would be: 2in13, 2in7 or 2in9
                BAEDGE_HARDWARE_DEVICE is `epd0`
                  right would be: an absolute path such as /dev/epd0, or nothing
                BAEDGE_WEARER_LINK is `ada.example`
                  right would be: an address that begins with https:// or http://
                LOG_LEVEL is `loud`
                  right would be: DEBUG, INFO or WARNING
                """,
                refusal("BAEDGE_SERVER_PORT", "http")
                        + refusal("BAEDGE_SERVER_PORT", "65536")
                        + refusal("BAEDGE_SERVER_DEBUG", "yes")
                        + refusal("BAEDGE_HARDWARE_MODEL", "3in7")
                        + refusal("BAEDGE_HARDWARE_DEVICE", "epd0")
                        + refusal("BAEDGE_WEARER_LINK", "ada.example")
                        + refusal("LOG_LEVEL", "loud"));
    }

    @Test
    void longAndUnprintableValuesAreRefused() {
        assertEquals(
                "at most 256 bytes, not 257",
                refusal("BAEDGE_WEARER_NAME", "x".repeat(257)).strip().split("be: ", 2)[1]);
        assertEquals(
                "at most 53 bytes, not 54",
                refusal("BAEDGE_EVENT_LINK", "x".repeat(54)).strip().split("be: ", 2)[1]);
        assertEquals(
                "one line without control characters",
                refusal("BAEDGE_WEARER_NAME", "a\u0007b").strip().split("be: ", 2)[1]);
    }

    @Test
    void aMisspeltNameStopsTheStartAndHidesWhatMayBeSecret() {
        var misspelt = refusal("BAEDGE_WEARER_NAMES", "Ada");
        assertEquals(
                0, misspelt.indexOf("BAEDGE_WEARER_NAMES is `Ada`\n  right would be: no such"));
        assertFalse(refusal("BAEDGE_API_TOKEN", "hunter2").contains("hunter2"));
    }

    @Test
    void onlyHarmlessNamesOfOursAreShown() throws SettingRefused {
        var given =
                Map.of(
                        "HOME", "/root",
                        "AWS_SECRET_ACCESS_KEY", "a",
                        "SKERRY_TOKEN", "b",
                        "SKERRY_TASK_secret", "c",
                        "SKERRY_JOB", "badge",
                        "SKERRY_KEYBOARD", "shown",
                        "BAEDGE_WEARER_NAME", "Ada");
        assertEquals(
                "{BAEDGE_WEARER_NAME=Ada, SKERRY_JOB=badge, SKERRY_KEYBOARD=shown}",
                Settings.from(given).shown().toString());
    }

    private static String refusal(String name, String value) {
        var refused = assertThrows(SettingRefused.class, () -> Settings.from(Map.of(name, value)));
        return String.valueOf(refused.getMessage()).replace("; right", "\n  right") + "\n";
    }
}
