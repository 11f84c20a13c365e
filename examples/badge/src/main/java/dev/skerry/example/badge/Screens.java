package dev.skerry.example.badge;

import dev.skerry.example.badge.picture.Align;
import dev.skerry.example.badge.picture.Area;
import dev.skerry.example.badge.picture.Ink;
import dev.skerry.example.badge.picture.QrMatrix;
import dev.skerry.example.badge.picture.Screen;
import dev.skerry.example.badge.picture.Screen.Code;
import dev.skerry.example.badge.picture.Screen.Picture;
import dev.skerry.example.badge.picture.Screen.Shape;
import dev.skerry.example.badge.picture.Screen.Style;
import dev.skerry.example.badge.picture.Screen.Text;
import dev.skerry.example.badge.picture.Typeface;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// The five screens of the badge, laid out for one size of display.
final class Screens {
    static final List<String> NAMES = List.of("wearer", "speaker", "event", "node", "skerry");

    private final Settings settings;
    private final int width;
    private final int height;
    private final int margin;
    private final int bar;

    Screens(Settings settings) {
        this.settings = settings;
        this.width = settings.hardware().model().width;
        this.height = settings.hardware().model().height;
        this.margin = Math.max(8, height / 15);
        this.bar = height / 5;
    }

    /// A screen by its name, one of [#NAMES]. `address` is where the badge answers just now.
    Screen of(String name, String address) {
        return switch (name) {
            case "wearer" -> wearer();
            case "speaker" -> speaker();
            case "event" -> event();
            case "node" -> node(address);
            case "skerry" -> skerry();
            default -> throw new IllegalArgumentException("no screen " + name);
        };
    }

    private Screen wearer() {
        var wearer = settings.wearer();
        var codes = codes(wearer.link(), width - margin, height - margin);
        int column = columnBeside(codes);
        int top = bar + margin * 3 / 4;
        int nameBottom = height * 3 / 5;
        for (var code : codes) nameBottom = code.top();
        int cap = Math.max(10, height / 14);
        int socialTop = height - margin - cap;
        int titleTop = nameBottom + margin * 3 / 4;
        var texts =
                List.of(
                        heading(settings.event().name()),
                        new Text(
                                wearer.name(),
                                new Area(
                                        margin,
                                        top,
                                        width - 2 * margin,
                                        nameBottom - margin / 2 - top),
                                height / 4,
                                2,
                                Style.BOLD.at(Align.START, Align.MIDDLE)),
                        new Text(
                                wearer.title(),
                                new Area(
                                        margin,
                                        titleTop,
                                        column,
                                        socialTop - titleTop - margin / 2),
                                cap,
                                3,
                                Style.REGULAR),
                        line(wearer.social(), margin, socialTop, column, cap, Style.BOLD));
        return new Screen(List.of(topBar()), List.of(markInBar()), texts, codes);
    }

    private Screen speaker() {
        var wearer = settings.wearer();
        int foot = height * 3 / 10;
        int room = height - foot - 3 * margin;
        int nameHeight = room * 2 / 5;
        int talkTop = margin + nameHeight + margin;
        var texts =
                List.of(
                        new Text(
                                wearer.name(),
                                new Area(margin, margin, width - 2 * margin, nameHeight),
                                height / 6,
                                2,
                                Style.BOLD.at(Align.START, Align.MIDDLE)),
                        new Text(
                                settings.event().talk(),
                                new Area(
                                        margin,
                                        talkTop,
                                        width - 2 * margin,
                                        height - foot - margin - talkTop),
                                height / 11,
                                3,
                                Style.REGULAR.at(Align.START, Align.MIDDLE)),
                        new Text(
                                "S P E A K E R",
                                new Area(margin, height - foot, width - 2 * margin, foot),
                                foot / 2,
                                1,
                                Style.BOLD.in(Ink.WHITE).at(Align.MIDDLE, Align.MIDDLE)));
        var shapes =
                List.of(
                        new Shape(new Area(0, height - foot, width, foot), Ink.BLACK),
                        new Shape(
                                new Area(margin, talkTop - margin / 2 - 1, width / 5, 2),
                                Ink.BLACK));
        return new Screen(shapes, List.of(), texts, List.of());
    }

    private Screen event() {
        var event = settings.event();
        int inset = 2 + margin + QrMatrix.QUIET_MODULES * QrMatrix.PIXELS_PER_MODULE_MIN;
        var codes = codes(event.link(), width - inset, height - inset - margin);
        int column = columnBeside(codes);
        int small = Math.max(9, height / 14);
        var style = Style.REGULAR.in(Ink.WHITE);
        var texts =
                List.of(
                        new Text(
                                event.name(),
                                new Area(margin, 2 * margin, column, height - 5 * margin - small),
                                height / 3,
                                3,
                                Style.BOLD.in(Ink.WHITE).at(Align.START, Align.MIDDLE)),
                        new Text(
                                event.place(),
                                new Area(margin, height - 2 * margin - small, column, small),
                                small,
                                1,
                                style));
        var shapes =
                List.of(
                        new Shape(new Area(0, 0, width, height), Ink.BLACK),
                        new Shape(new Area(margin, margin, width - 2 * margin, 2), Ink.WHITE),
                        new Shape(
                                new Area(margin, height - margin - 2, width - 2 * margin, 2),
                                Ink.WHITE));
        return new Screen(shapes, List.of(), texts, codes);
    }

    private Screen node(String address) {
        var placement = settings.placement();
        var texts = new ArrayList<Text>();
        texts.add(heading("Skerry runtime"));
        int nameCap = height / 8;
        int top = bar + margin;
        texts.add(
                new Text(
                        or(placement.node(), "no node"),
                        new Area(margin, top, width - 2 * margin, nameCap),
                        nameCap,
                        1,
                        Style.BOLD));
        var rows = rows(placement, address);
        int rule = top + nameCap + margin * 3 / 4;
        int first = rule + 1 + margin * 3 / 4;
        int pitch = (height - margin / 2 - first) / rows.size();
        int cap = Math.clamp(pitch * 5 / 8, Typeface.CAP_PIXELS_MIN, 12);
        int column = width * 2 / 5;
        for (var row : rows.sequencedEntrySet()) {
            texts.add(line(row.getKey(), margin, first, column - margin, cap, Style.REGULAR));
            texts.add(
                    line(row.getValue(), column, first, width - margin - column, cap, Style.BOLD));
            first += pitch;
        }
        var shapes =
                List.of(
                        topBar(),
                        new Shape(new Area(margin, rule, width - 2 * margin, 1), Ink.BLACK));
        return new Screen(shapes, List.of(markInBar()), texts, List.of());
    }

    private static SequencedMap<String, String> rows(Settings.Placement placement, String address) {
        var allocation = placement.allocation();
        var brief = allocation.substring(0, Math.min(8, allocation.length()));
        var rows = new TreeMap<String, String>();
        rows.put("Address", address);
        rows.put("Allocation", or(brief, "started by hand"));
        rows.put("Job", or(placement.job(), "–"));
        rows.put("Version", or(placement.version(), "–"));
        return rows;
    }

    private Screen skerry() {
        var light = Picture.of("lighthouse.txt", 0, 0, Ink.BLACK);
        int left = width - margin - light.width();
        var picture = new Picture(light.rows(), left, (height - light.height()) / 2, Ink.BLACK);
        int column = left - 2 * margin;
        int nameCap = height / 4;
        int middle = height * 9 / 20;
        var texts =
                List.of(
                        new Text(
                                "Skerry",
                                new Area(margin, margin, column, middle - margin - margin / 2),
                                nameCap,
                                1,
                                Style.BOLD.at(Align.START, Align.END)),
                        new Text(
                                "Runs software on machines that are small, scattered and often"
                                        + " cut off.",
                                new Area(
                                        margin,
                                        middle + margin,
                                        column,
                                        height - middle - 2 * margin),
                                Math.max(9, height / 16),
                                4,
                                Style.REGULAR));
        var rule = new Shape(new Area(margin, middle + margin / 4, column / 3, 2), Ink.BLACK);
        return new Screen(List.of(rule), List.of(picture), texts, List.of());
    }

    private Shape topBar() {
        return new Shape(new Area(0, 0, width, bar), Ink.BLACK);
    }

    private Text heading(String words) {
        int mark = 18 + 2 * margin;
        return new Text(
                words,
                new Area(margin, 0, width - margin - mark, bar),
                bar * 2 / 5,
                1,
                Style.BOLD.in(Ink.WHITE).at(Align.START, Align.MIDDLE));
    }

    private Picture markInBar() {
        var mark = Picture.of("mark.txt", 0, 0, Ink.WHITE);
        return new Picture(
                mark.rows(), width - margin - mark.width(), (bar - mark.height()) / 2, Ink.WHITE);
    }

    private static Text line(String words, int x, int y, int room, int cap, Style style) {
        return new Text(words, new Area(x, y, room, cap), cap, 1, style);
    }

    /// At most one code, with its bottom right corner there.
    private List<Code> codes(String link, int right, int bottom) {
        if (link.isEmpty()) return List.of();
        int side = Math.max(58, height * 9 / 20);
        return List.of(
                new Code(QrMatrix.of(link), new Area(right - side, bottom - side, side, side)));
    }

    /// The width that a code leaves to words at its left.
    private int columnBeside(List<Code> codes) {
        int column = width - 2 * margin;
        for (var code : codes) column = code.left() - margin * 3 / 2;
        return column;
    }

    private static String or(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }
}
