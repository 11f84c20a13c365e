package dev.skerry.server.http;

import dev.skerry.http.Declined;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who may speak to this server through somebody's browser: only pages that it served itself.
///
/// A page of a stranger can send requests to `localhost` (foreign `Origin`), or have its own name
/// point there (foreign `Host`); both are refused. It may have a link to a page of ours: whoever
/// follows it sees our page in place of the other, which learns nothing of it.
final class Gate {
    /// Pages of the same host on another port are another site's here.
    private static final Set<String> OTHERS = Set.of("cross-site", "same-site");

    private final Set<String> names;
    private final Predicate<String> others;
    private final boolean secure;

    Gate(List<String> names, boolean secure) {
        this(names, _ -> false, secure);
    }

    /// @param names that the server is known by, besides `localhost` and addresses
    /// @param others whether another server of the cell is known by a name, in lower case
    /// @param secure its own pages come by TLS. Where they do not, somebody before it may speak TLS
    Gate(List<String> names, Predicate<String> others, boolean secure) {
        this.others = others;
        this.secure = secure;
        var all = new HashSet<String>();
        for (var name : names) all.add(name.toLowerCase(Locale.ROOT));
        all.add("localhost");
        this.names = Set.copyOf(all);
    }

    /// What a browser says of a request by itself, by the names of the headers; null: nothing.
    ///
    /// @param site `cross-site`: a page of another site has caused it
    /// @param mode `navigate`: what comes is shown in place of what was there
    /// @param dest `document`: in the whole window, not in a frame
    record Signs(
            @Nullable String host,
            @Nullable String origin,
            @Nullable String site,
            @Nullable String mode,
            @Nullable String dest) {
        private boolean follows() {
            return "navigate".equals(mode) && "document".equals(dest);
        }
    }

    /// @param page it only reads one of our pages
    void check(Signs signs, boolean page) throws Declined {
        var host = signs.host();
        var origin = signs.origin();
        if (host == null || !known(host(host)))
            throw new Declined(
                    421,
                    "This server is not known as \"%s\"; use localhost, its address, or start it"
                                    .formatted(host == null ? "" : host)
                            + " with that name.");
        if (origin != null && !sameOrigin(origin, host))
            throw new Declined(403, "Pages of " + origin + " may not use this server.");
        boolean link = page && signs.follows();
        if (origin == null && OTHERS.contains(String.valueOf(signs.site())) && !link)
            throw new Declined(403, "Pages of other sites may not use this server.");
    }

    private boolean known(String name) {
        return names.contains(name) || address(name) || others.test(name);
    }

    private boolean sameOrigin(String origin, String host) {
        try {
            var uri = new URI(origin);
            var authority = uri.getRawAuthority();
            return authority != null
                    && authority.equalsIgnoreCase(host)
                    && !(secure && !"https".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// Without the port, in lower case.
    private static String host(String header) {
        var low = header.toLowerCase(Locale.ROOT);
        if (low.startsWith("[")) return low.substring(0, low.indexOf(']') + 1);
        int colon = low.indexOf(':');
        return colon < 0 ? low : low.substring(0, colon);
    }

    private static boolean address(String name) {
        if (name.startsWith("[") && name.endsWith("]"))
            return name.matches("\\[[0-9a-f:.]{2,45}(%[a-z0-9]{1,15})?]");
        return name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
