package dev.skerry.example.badge;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/// The service: reads its environment, shows its wearer, answers HTTP, and leaves a clear display.
final class Badge {
    static final int DRAIN_SECONDS_MAX = 5;
    private static final int EXIT_REFUSED = 2;

    private final Listener listener;
    private final Panel panel;
    private final Clock clock;
    private final Log log;

    private Badge(Settings settings, Clock clock, Log log) throws IOException {
        this.clock = clock;
        this.log = log;
        var server = settings.server();
        this.listener = new Listener(server.host(), server.port(), log);
        this.panel = new Panel(settings, () -> Address.of(server.host(), listener.port()));
        try {
            panel.show(Screens.NAMES.getFirst(), clock.instant());
        } catch (IOException e) {
            log.warning("the display did not take the first screen: " + e.getMessage());
        }
        listener.start(new Routes(settings, panel, clock));
        log.event("listening on " + Address.of(server.host(), listener.port()));
    }

    /// Starts a badge. Throws when a setting is wrong or its port is taken.
    static Badge start(Map<String, String> environment, Clock clock, PrintStream out)
            throws SettingRefused, IOException {
        var settings = Settings.from(environment);
        return new Badge(settings, clock, new Log(out, clock, settings.server().log()));
    }

    int port() {
        return listener.port();
    }

    /// Finishes open requests within the bound, then clears the display.
    void stop() {
        listener.drain(DRAIN_SECONDS_MAX);
        try {
            panel.clear(clock.instant());
            log.event("drained, display clear");
        } catch (IOException e) {
            log.warning("drained, but the display is not clear: " + e.getMessage());
        }
    }

    /// Exits with 0 after SIGTERM or SIGINT, with 2 when a setting or the port is refused.
    public static void main(String[] arguments) {
        try {
            var badge = start(System.getenv(), Clock.systemUTC(), System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndLeave(badge), "stop"));
        } catch (SettingRefused | IOException e) {
            System.out.println("refused to start: " + e.getMessage());
            System.exit(EXIT_REFUSED);
        }
    }

    private static void stopAndLeave(Badge badge) {
        badge.stop();
        System.out.flush();
        Runtime.getRuntime().halt(0); // a virtual machine ended by a signal would say 143
    }
}
