package dev.skerry.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.kernel.Check;
import java.security.SecureRandom;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LoginCodesTest {
    private final SecureRandom random = new SecureRandom();
    private final LoginCodes codes = new LoginCodes(random);
    private final TokenText token = TokenText.fresh(random);

    private String made(TokenText of, long tickMs) {
        return Check.present(codes.make(of, tickMs, 60_000), "there is room");
    }

    @Test
    void aCodeWorksOnce() {
        var code = made(token, 0);
        var other = made(token, 0);
        assertEquals(token, codes.use(code, 59_999));
        assertNull(codes.use(code, 59_999));
        assertEquals(token, codes.use(other, 59_999));
        assertNull(codes.use("", 0));
        assertNull(codes.use("x".repeat(10_000), 0));
    }

    @Test
    void anOldOneDoesNot() {
        var code = made(token, 5);
        assertNull(codes.use(code, 60_005));
        assertNull(codes.use(code, 10), "it was shown");
    }

    /// As that of a server does that leads for the first time: the code would work for hours.
    @Test
    void aClockThatGoesBackEndsThoseOfBefore() {
        assertNull(codes.use(made(token, 3_600_000), 7));
        for (int i = 0; i < LoginCodes.CODES_MAX; i++) made(TokenText.fresh(random), 3_600_000);
        assertEquals(token, codes.use(made(token, 7), 7));
    }

    @Test
    void theEleventhOfATokenTakesThePlaceOfItsFirst() {
        var own = new ArrayList<String>();
        for (int i = 0; i <= LoginCodes.CODES_OF_TOKEN_MAX; i++) own.add(made(token, 0));
        assertNull(codes.use(own.getFirst(), 0));
        for (var code : own.subList(1, own.size())) assertEquals(token, codes.use(code, 0));
    }

    @Test
    void thereAreAtMostAThousand() {
        for (int i = 0; i < LoginCodes.CODES_MAX; i++) made(TokenText.fresh(random), 0);
        assertNull(codes.make(token, 59_999, 60_000));
        assertNotNull(codes.make(token, 60_000, 60_000), "the others are too old");
    }
}
