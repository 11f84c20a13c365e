package dev.skerry.agent.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/// Names in a layer, found as in a chroot of it: a link leads to where it would lead there, and
/// nothing is above the top. Nobody else changes the folder meanwhile.
final class LayerPaths {
    private static final int DEPTH_MAX = 100;
    private static final int LINKS_MAX = 40;
    private static final int PATH_BYTES_MAX = 3000;
    private static final int NAME_BYTES_MAX = 255;

    private final Path top;
    private final MissingFolder missing;
    private String last = "";
    private Path lastFolder;

    /// Makes a folder of which the layer says nothing itself.
    interface MissingFolder {
        void make(Path folder) throws IOException;
    }

    LayerPaths(Path top, MissingFolder missing) {
        this.top = top;
        this.missing = missing;
        lastFolder = top;
    }

    /// What was found before may be elsewhere now: a link or a folder has been exchanged.
    void forget() {
        last = "";
        lastFolder = top;
    }

    /// The place of that name, whatever is there. Its last part is not followed, the folders before
    /// it are made where they are missing.
    Path find(String name) throws IOException {
        var parts = parts(name);
        if (parts.isEmpty()) return top;
        var own = parts.getLast();
        if (own.equals("..")) throw bad(name, "names no file");
        var above = String.join("/", parts.subList(0, parts.size() - 1));
        if (!above.equals(last)) {
            lastFolder = folder(name, parts.subList(0, parts.size() - 1));
            last = above;
        }
        return checked(name, child(name, lastFolder, own));
    }

    /// From the top, as links and mounts in it would be read; empty: it is the top.
    String within(Path found) {
        return top.relativize(found).toString();
    }

    private Path folder(String name, List<String> parts) throws IOException {
        var left = new ArrayDeque<>(parts);
        var at = top;
        int links = 0;
        while (!left.isEmpty()) {
            var part = left.pop();
            if (part.equals("..")) {
                at = at.equals(top) ? top : above(at);
                continue;
            }
            var next = checked(name, child(name, at, part));
            if (Files.isSymbolicLink(next)) {
                if (++links > LINKS_MAX) throw bad(name, "goes through too many links");
                var target = Files.readSymbolicLink(next).toString();
                if (target.startsWith("/")) at = top;
                parts(target).reversed().forEach(left::push);
                continue;
            }
            if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) missing.make(next);
            else if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS))
                throw bad(name, "is in a folder that is none");
            at = next;
        }
        return at;
    }

    private Path above(Path at) {
        var parent = at.getParent();
        return parent == null ? top : parent;
    }

    private static List<String> parts(String name) {
        return List.of(name.split("/")).stream()
                .filter(it -> !it.isEmpty() && !it.equals("."))
                .toList();
    }

    private static Path child(String name, Path folder, String part) throws IOException {
        try {
            if (part.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX)
                throw bad(name, "has a part of more than " + NAME_BYTES_MAX + " bytes");
            if (part.indexOf('\uFFFD') >= 0) throw bad(name, "is not UTF-8");
            return folder.resolve(part);
        } catch (InvalidPathException e) {
            throw bad(name, "cannot be spelled by this agent: start it with LC_ALL=C.UTF-8");
        }
    }

    private Path checked(String name, Path path) throws IOException {
        boolean deep = path.getNameCount() - top.getNameCount() > DEPTH_MAX;
        int bytes = within(path).getBytes(StandardCharsets.UTF_8).length;
        if (deep || bytes > PATH_BYTES_MAX) throw bad(name, "lies too deep");
        return path;
    }

    static ImageTrouble bad(String name, String why) {
        var shown = name.length() > 200 ? "…" + name.substring(name.length() - 200) : name;
        return ImageTrouble.bad("in its layer '" + shown + "' " + why);
    }
}
