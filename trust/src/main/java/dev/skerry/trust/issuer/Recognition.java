package dev.skerry.trust.issuer;

import dev.skerry.kernel.Text;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom the claims of a JWT show, once it is certain who signed them.
public sealed interface Recognition {
    /// Clocks may differ by so much, both ways.
    long SKEW_MS = 60_000;

    /// A JWT that is good for longer is none that is made to log in with.
    long LIFE_MAX_MS = 24 * 3_600_000;

    /// Of whoever it names, with the issuer's name before it.
    int NAME_CHARACTERS_MAX = 128;

    /// Somebody who gets a token.
    ///
    /// @param name the issuer's, a slash, and who it is there: `ci/shop`
    /// @param leftMs until the JWT ends; it may be less than nothing, by what clocks may differ
    record Known(String name, List<String> roles, long leftMs) implements Recognition {
        public Known {
            roles = List.copyOf(roles);
        }
    }

    /// The JWT is not good.
    ///
    /// @param sentence says why, to whoever came with it
    record Bad(String sentence) implements Recognition {}

    /// It is good, and nobody has given whoever it shows a role.
    ///
    /// @param sentence says where was looked, and nothing of what others would need to have there
    record WithoutRole(String sentence) implements Recognition {}

    /// @param nowWallMs since 1970
    static Recognition of(Issuer issuer, Claims claims, long nowWallMs) {
        try {
            var bad = bad(issuer, claims, nowWallMs);
            if (bad != null) return new Bad(bad);
            var exp = claims.timeMs("exp");
            return named(issuer, claims, exp == null ? 0 : exp - nowWallMs);
        } catch (Claims.Unlike e) {
            return new Bad(
                    "The claim %s of the JWT should be seconds since 1970."
                            .formatted(e.getMessage()));
        }
    }

    private static @Nullable String bad(Issuer issuer, Claims claims, long nowMs)
            throws Claims.Unlike {
        if (!issuer.url().equals(claims.values().get("iss")))
            return "The claim iss of the JWT is another issuer's.";
        if (!meant(claims.values().get("aud"), issuer.audience()))
            return "The claim aud of the JWT should be \"%s\", or have it."
                    .formatted(issuer.audience());
        var exp = claims.timeMs("exp");
        if (exp == null) return "The JWT has no claim exp, so it has no end; none such is taken.";
        if (nowMs >= exp + SKEW_MS)
            return "The JWT has expired, %s ago by the servers' clock; get another."
                    .formatted(span(nowMs - exp));
        for (var begin : List.of("nbf", "iat")) {
            var from = claims.timeMs(begin);
            if (from != null && from > nowMs + SKEW_MS)
                return "The JWT is good only in %s, by its claim %s and the servers' clock."
                        .formatted(span(from - nowMs), begin);
        }
        var made = claims.timeMs("iat");
        if (exp - (made == null ? nowMs : made) > LIFE_MAX_MS)
            return "The JWT is good for longer than 24h; none such is taken.";
        return null;
    }

    private static boolean meant(@Nullable Object aud, String audience) {
        return aud instanceof List<?> list ? list.contains(audience) : audience.equals(aud);
    }

    private static String span(long ms) {
        var rest = Duration.ofSeconds(Math.max(1, ms / 1_000)).toString().substring(2);
        return rest.toLowerCase(Locale.ROOT);
    }

    private static Recognition named(Issuer issuer, Claims claims, long leftMs) {
        var subject = claims.find(issuer.subject()) instanceof String text ? text : "";
        var name = issuer.name() + "/" + subject;
        if (!name(subject) || name.length() > NAME_CHARACTERS_MAX)
            return new Bad(
                    ("The claim %s of the JWT should name who comes with it, in 1 to %d characters"
                                    + " that can be printed; the issuer's file may take another"
                                    + " by `name`.")
                            .formatted(
                                    issuer.subject(),
                                    NAME_CHARACTERS_MAX - issuer.name().length() - 1));
        Set<String> roles = new LinkedHashSet<>();
        for (var rule : issuer.roles()) if (rule.gives(claims)) roles.add(rule.role());
        if (!roles.isEmpty()) return new Known(name, List.copyOf(roles), leftMs);
        Set<String> looked = new LinkedHashSet<>();
        for (var rule : issuer.roles()) looked.add(rule.claim());
        return new WithoutRole(
                ("The issuer %s knows %s, and no rule gives him a role here; the claims looked at"
                                + " are %s.")
                        .formatted(issuer.name(), name, String.join(", ", looked)));
    }

    /// Whether it can stand in lists and in the audit, and look like nothing else.
    private static boolean name(String text) {
        if (!Text.line(text) || !text.strip().equals(text)) return false;
        return !text.isEmpty() && text.codePoints().allMatch(Recognition::shown);
    }

    private static boolean shown(int c) {
        return (c >= ' ' && c <= '~') || Character.isLetterOrDigit(c);
    }
}
