package dev.skerry.cli.job;

import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A job coming up. On a terminal a few lines that are drawn again and again; anywhere else one
/// line for each thing that is new.
final class JobProgress {
    private static final int ALLOCATIONS_SHOWN = 12;
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Screen screen;
    private int drawn;
    private Set<String> said = new HashSet<>();

    JobProgress(Screen screen) {
        this.screen = screen;
    }

    void show(JobView view) {
        if (screen.terminal()) draw(view);
        else tell(view);
        screen.flush();
    }

    private void draw(JobView view) {
        if (drawn > 0) screen.stream().print("\u001b[" + drawn + "A" + CLEAR_BELOW);
        var lines = lines(view);
        drawn = lines.size();
        var paint = view.settled() ? Paint.GOOD : Paint.STRONG;
        int columns = screen.columns() - 1; // a full line would wrap
        screen.line(screen.paint(paint, Table.shortened(lines.getFirst(), columns)));
        for (var line : lines.subList(1, lines.size()))
            screen.line(Table.shortened("  " + line, columns));
    }

    private void tell(JobView view) {
        var lines = lines(view);
        for (var line : lines) if (!said.contains(line)) screen.line(line);
        said = new HashSet<>(lines);
    }

    private static List<String> lines(JobView view) {
        var lines = new ArrayList<String>();
        lines.add(view.headline());
        var all = view.allocations();
        for (var one : all.subList(0, Math.min(all.size(), ALLOCATIONS_SHOWN)))
            lines.add(JobView.line(one));
        if (all.size() > ALLOCATIONS_SHOWN)
            lines.add("and " + (all.size() - ALLOCATIONS_SHOWN) + " more");
        if (view.planned()) lines.addAll(view.waits());
        return lines;
    }
}
