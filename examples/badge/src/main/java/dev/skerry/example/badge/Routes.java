package dev.skerry.example.badge;

import dev.skerry.example.badge.picture.Area;
import dev.skerry.example.badge.picture.Canvas;
import dev.skerry.example.badge.picture.Ink;
import dev.skerry.example.badge.picture.Png;
import dev.skerry.example.badge.picture.Resource;
import dev.skerry.example.badge.picture.Screen;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the badge answers on which path.
final class Routes {
    static final String PREFIX = "/v1";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Settings settings;
    private final Panel panel;
    private final Clock clock;
    private final Map<String, Handler> reads = new LinkedHashMap<>();
    private final Map<String, Handler> writes = new LinkedHashMap<>();

    private interface Handler {
        Reply answer(Request request);
    }

    Routes(Settings settings, Panel panel, Clock clock) {
        this.settings = settings;
        this.panel = panel;
        this.clock = clock;
        reads.put("/", _ -> page());
        reads.put(PREFIX + "/status", _ -> Reply.ok(Reply.TEXT, "OK"));
        reads.put(PREFIX + "/status/environment", _ -> environment());
        reads.put(PREFIX + "/status/routes", _ -> routes());
        reads.put(PREFIX + "/status/screen", _ -> status());
        reads.put(PREFIX + "/device/screen.png", _ -> png(panel.shown()));
        for (var name : Screens.NAMES)
            reads.put(PREFIX + "/screens/" + name + ".png", _ -> png(panel.preview(name)));
        reads.put("/badge.css", _ -> Reply.ok("text/css", Resource.bytes("badge.css")));
        reads.put("/badge.js", _ -> Reply.ok("text/javascript", Resource.bytes("badge.js")));
        reads.put("/favicon.ico", _ -> icon(32));
        reads.put("/apple-touch-icon.png", _ -> icon(180));
        writes.put(PREFIX + "/device/write", this::write);
        writes.put(PREFIX + "/device/clear", _ -> clear());
    }

    Reply answer(Request request) {
        var read = reads.get(request.path());
        var write = writes.get(request.path());
        boolean reading = request.method().equals("GET") || request.method().equals("HEAD");
        if (read != null && reading) return read.answer(request);
        if (read != null) return Reply.wrongMethod(request.method(), "GET");
        if (write == null) return unknown(request.path());
        if (!request.method().equals("POST")) return Reply.wrongMethod(request.method(), "POST");
        if (request.site().equals("cross-site"))
            return Reply.refused(403, "a page of another site may not write to this badge");
        return write.answer(request);
    }

    private static Reply unknown(String path) {
        if (path.startsWith(PREFIX + "/screens/"))
            return Reply.refused(404, "no such screen; there are " + known());
        return Reply.refused(404, "nothing here; GET " + PREFIX + "/status/routes lists all paths");
    }

    private Reply write(Request request) {
        var type = request.contentType();
        if (!type.equals(FORM) && !type.startsWith(FORM + ";"))
            return Reply.refused(415, "the body is `%s`; right is %s".formatted(type, FORM));
        String name;
        try {
            name = Form.parse(request.body()).get("screen");
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, "the form is broken: " + e.getMessage());
        }
        if (name == null)
            return Reply.refused(400, "the form lacks the field `screen`; right is " + known());
        if (!Screens.NAMES.contains(name))
            return Reply.refused(
                    400, "cannot load screen `%s`; there are %s".formatted(brief(name), known()));
        try {
            panel.show(name, clock.instant());
            return Reply.ok(Reply.TEXT, "OK");
        } catch (IOException e) {
            return failed(e);
        }
    }

    private Reply clear() {
        try {
            panel.clear(clock.instant());
            return Reply.ok(Reply.TEXT, "OK");
        } catch (IOException e) {
            return failed(e);
        }
    }

    private Reply failed(IOException e) {
        return Reply.refused(
                503, "unable to write to display %s: %s".formatted(panel.device(), e.getMessage()));
    }

    private Reply environment() {
        var members = new TreeMap<String, String>();
        settings.shown().forEach((name, value) -> members.put(name, Json.text(value)));
        return Reply.ok(Reply.JSON, Json.object(members));
    }

    private Reply routes() {
        var members = new LinkedHashMap<String, String>();
        members.put("GET", Json.texts(reads.keySet()));
        members.put("POST", Json.texts(writes.keySet()));
        return Reply.ok(Reply.JSON, Json.object(members));
    }

    private Reply status() {
        var hardware = settings.hardware();
        var status = panel.status();
        var display = panel.device().isEmpty() ? "none" : failing(status) ? "failing" : "ready";
        var members = new LinkedHashMap<String, String>();
        members.put("screen", Json.textOrNull(status.screen()));
        members.put("since", status.writes() == 0 ? "null" : Json.text(status.since().toString()));
        members.put("writes", Long.toString(status.writes()));
        members.put("display", Json.text(display));
        members.put("device", Json.textOrNull(panel.device()));
        members.put("failure", Json.textOrNull(status.failure()));
        members.put("model", Json.text(hardware.model().label));
        members.put("revision", Json.textOrNull(hardware.revision()));
        members.put("width", Integer.toString(hardware.model().width));
        members.put("height", Integer.toString(hardware.model().height));
        return Reply.ok(Reply.JSON, Json.object(members));
    }

    private static boolean failing(Panel.Status status) {
        return !status.failure().isEmpty();
    }

    private Reply page() {
        var buttons = new ArrayList<String>();
        for (var name : Screens.NAMES)
            buttons.add("<button name=\"screen\" value=\"%s\">%s</button>".formatted(name, name));
        var model = settings.hardware().model();
        var page =
                Resource.text("index.html")
                        .replace("{width}", Integer.toString(model.width))
                        .replace("{height}", Integer.toString(model.height))
                        .replace("{buttons}", String.join("\n        ", buttons))
                        .replace("{name}", escaped(settings.server().name()));
        return Reply.ok("text/html; charset=utf-8", page);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static Reply png(Canvas canvas) {
        return Reply.ok(Reply.PNG, Png.of(canvas));
    }

    /// The mark of Skerry, as large as it fits whole pixels, in the middle of a square.
    private static Reply icon(int side) {
        var mark = Screen.Picture.of("mark.txt", 0, 0, Ink.BLACK);
        int scale = Math.max(1, side * 4 / 5 / mark.width());
        int left = (side - mark.width() * scale) / 2;
        int top = (side - mark.height() * scale) / 2;
        var canvas = new Canvas(side, side);
        for (int y = 0; y < mark.height(); y++)
            for (int x = 0; x < mark.width(); x++)
                if (mark.rows().get(y).charAt(x) == '#')
                    canvas.fill(
                            new Area(left + x * scale, top + y * scale, scale, scale), Ink.BLACK);
        return png(canvas);
    }

    private static String known() {
        List<String> names = Screens.NAMES;
        return String.join(", ", names);
    }

    private static String brief(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
