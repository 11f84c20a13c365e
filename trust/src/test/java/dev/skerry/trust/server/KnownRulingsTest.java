package dev.skerry.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.trust.policy.Level;
import dev.skerry.trust.policy.Place;
import dev.skerry.trust.policy.Wish;
import dev.skerry.trust.server.KnownRulings.Rulings;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is remembered is what would be found.
class KnownRulingsTest {
    private static final String ID = "0123456789ab";
    private static final Wish READ =
            new Wish(Level.READ, "cluster", "jobs", new Place.InNamespace("shop"));
    private static final Wish WRITE =
            new Wish(Level.WRITE, "cluster", "jobs", new Place.InNamespace("shop"));

    private static Trust with(Trust trust, String role) {
        var token = new AccessToken(ID, "ci", "00".repeat(32), List.of(role), 0, 60_000, 60_000);
        return trust.with(token);
    }

    @Test
    void whatIsSaidFollowsTheState() {
        var reader = with(Trust.EMPTY, "reader");
        var first = Rulings.NONE.at(reader, ID);
        assertTrue(first.allows(READ));
        assertFalse(first.allows(WRITE));
        assertSame(first, first.at(reader, ID));

        var later = first.at(with(reader, "reader"), ID);
        assertSame(first.found(), later.found(), "the same roles: what was found holds");

        var developer = later.at(with(reader, "developer"), ID);
        assertTrue(developer.allows(WRITE));

        var gone = developer.at(Trust.EMPTY, ID);
        assertEquals(List.of(), gone.found().roles());
        assertFalse(gone.allows(READ));
        assertNotSame(developer.found(), gone.at(developer.trust(), ID).found());
    }

    @Test
    void onlyTheLastOnesAreKept() {
        var known = new KnownRulings();
        var rulings = Rulings.NONE.at(with(Trust.EMPTY, "reader"), ID);
        for (int i = 0; i <= KnownRulings.TOKENS_MAX; i++) known.found("t" + i, rulings);
        assertSame(Rulings.NONE, known.of("t0"));
        assertSame(rulings, known.of("t" + KnownRulings.TOKENS_MAX));
    }
}
