package dev.skerry.servers.state;

import dev.skerry.kernel.Now;

/// The right of one server to join, once. Only a hash of its secret is kept.
///
/// @param hash SHA-256 of the secret, hexadecimal
/// @param issuedTickMs when it was made, on the servers' clock ...
/// @param issuedWallMs ... and by the wall clock, which goes on while no server runs
/// @param lifeMs so long it lets a server in
/// @param usedBy the server that it has let in; empty: none yet
public record ServerToken(
        String hash, long issuedTickMs, long issuedWallMs, long lifeMs, String usedBy) {
    /// When it ends on the servers' clock.
    public long expiresTickMs() {
        return issuedTickMs + lifeMs;
    }

    /// When it ends by the wall clock.
    public long expiresWallMs() {
        return issuedWallMs + lifeMs;
    }

    /// Whether its time is over, by either clock.
    public boolean expired(Now now) {
        return now.tickMs() >= expiresTickMs() || now.wallMs() >= expiresWallMs();
    }

    /// Whether it has let a server in.
    public boolean used() {
        return !usedBy.isEmpty();
    }

    /// Whether it lets a server in.
    public boolean open(Now now) {
        return !used() && !expired(now);
    }

    ServerToken usedBy(String id) {
        return new ServerToken(hash, issuedTickMs, issuedWallMs, lifeMs, id);
    }

    /// Without the hash, which is nobody's business.
    @Override
    public String toString() {
        return "server token " + (used() ? "used by " + usedBy : "until " + expiresTickMs());
    }
}
