package dev.skerry.agent.image;

import dev.skerry.agent.driver.TaskRefused;
import java.util.regex.Pattern;

/// The name of an image at a registry: `registry.lan:5000/shop/till:3`. It is part of a command
/// line, so nothing else passes.
///
/// @param path with the registry, without tag and digest
/// @param tag empty: none was said
/// @param digest empty: none was said
record ImageName(String path, String tag, String digest) {
    private static final int LENGTH_MAX = 400;

    /// As in all loops here nothing comes back: that would take a piece of the stack each time.
    private static final String WORD = "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+";

    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final String PORT = ":[0-9]{1,5}";

    /// What has neither a dot nor a port is no host, but `localhost`.
    private static final String HOST =
            "(?:"
                    + LABEL
                    + "(?:\\."
                    + LABEL
                    + ")++(?:"
                    + PORT
                    + ")?|"
                    + LABEL
                    + PORT
                    + "|localhost)";

    private static final Pattern FORM =
            Pattern.compile(
                    "(?<path>(?:"
                            + HOST
                            + "/)?"
                            + WORD
                            + "(?:/"
                            + WORD
                            + ")*+)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
                            + "(?:@(?<digest>sha256:[0-9a-f]{64}))?");

    static ImageName parse(String text) throws TaskRefused {
        var form = FORM.matcher(text);
        if (text.length() > LENGTH_MAX || !form.matches())
            throw TaskRefused.forGood(
                    "image '"
                            + text
                            + "' is no name of an image: write registry.lan/shop/till:3,"
                            + " registry.lan/shop/till@sha256:… or a file that ends with .tar");
        return new ImageName(
                form.group("path"), said(form.group("tag")), said(form.group("digest")));
    }

    private static String said(String group) {
        return group == null ? "" : group;
    }

    /// What is asked for first. With a digest the tag means nothing, and skopeo takes no two.
    String asked() {
        if (!digest.isEmpty()) return at(digest);
        return tag.isEmpty() ? path : path + ":" + tag;
    }

    String at(String that) {
        return path + "@" + that;
    }

    /// Whom skopeo asks, for people.
    String registry() {
        int slash = path.indexOf('/');
        var first = slash < 0 ? "" : path.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? first : "docker.io";
    }
}
