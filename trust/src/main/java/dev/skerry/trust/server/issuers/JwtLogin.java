package dev.skerry.trust.server.issuers;

import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.issuer.Recognition;
import dev.skerry.trust.state.Trust;

/// A JWT is exchanged for a token. It is looked at here; the log learns of the token that comes of
/// it, of the issuer, and never of the JWT.
///
/// The same JWT may come again until it ends: whoever has it could keep the token as well, and a
/// program that was ended in between can go on.
public final class JwtLogin {
    /// More than any has, and less than a body of strangers may have.
    static final int CHARACTERS_MAX = 8 * 1024;

    private static final String TOO_LONG =
            "A JWT that is taken here has at most %d characters.".formatted(CHARACTERS_MAX);

    private final Door<Trust, TrustMessage> door;
    private final JwtKeys keys;

    public JwtLogin(Door<Trust, TrustMessage> door, JwtKeys keys) {
        this.door = door;
        this.keys = keys;
    }

    /// Makes a token for whoever comes with the JWT.
    ///
    /// @param id of the token, drawn by whoever asks
    /// @param hash of its secret
    /// @param from the address that he comes from
    /// @throws WrongJwt when it is none, or is not good
    /// @throws Declined when it is right, and there is a token for it not now, or never
    public void give(String jwt, String id, String hash, String from)
            throws WrongJwt, Declined, InterruptedException {
        if (jwt.length() > CHARACTERS_MAX) throw new WrongJwt(TOO_LONG);
        var url = keys.claimedUrl(jwt);
        var issuer = door.now().state().issuer(url);
        if (issuer == null)
            throw new WrongJwt("The claim iss of the JWT is that of no issuer that is known here.");
        var claims = keys.signed(jwt, issuer, door.time().tickMs());
        switch (Recognition.of(issuer, claims, door.time().wallMs())) {
            case Recognition.Bad(var sentence) -> throw new WrongJwt(sentence);
            case Recognition.WithoutRole(var sentence) ->
                    throw new Declined(new Refusal.Forbidden(sentence));
            case Recognition.Known(var name, var roles, var leftMs) -> {
                var caller = new Caller(Caller.Kind.PERSON, name, "", from);
                door.submit(
                        new TrustMessage.GiveToken(id, hash, name, issuer, roles, leftMs), caller);
            }
        }
    }
}
