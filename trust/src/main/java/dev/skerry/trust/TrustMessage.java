package dev.skerry.trust;

import dev.skerry.trust.audit.TurnedAway;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.signing.SigningRule;
import java.util.List;

/// What can be asked about tokens, roles, issuers and signing rules.
///
/// Who may ask is judged before, by what the routes need. Whoever administers `trust/tokens` may
/// give any role, also those that he does not have himself, and whoever administers `trust/roles`
/// may put anything into one, and whoever administers `trust/issuers` says on whose word anything
/// is given: all of them can have everything, and only `admin` of the ready-made roles has them.
/// Nobody else has `trust/signing`, which says who must have signed what others bring.
public sealed interface TrustMessage {
    /// The token that a fleet begins with; once, and again after [AllowFirstToken]. It takes the
    /// place of the one before, if that is still there.
    ///
    /// @param hash of its secret
    record MakeFirstToken(String id, String hash) implements TrustMessage {}

    /// Whoever can start a server may make another first token: nobody has one any more that may.
    record AllowFirstToken() implements TrustMessage {}

    /// @param id drawn by whoever asks
    /// @param hash of its secret
    /// @param roles by their names, 1 to 16
    /// @param lifeMs from now on, 1 minute to 366 days
    record CreateToken(String id, String name, String hash, List<String> roles, long lifeMs)
            implements TrustMessage {
        public CreateToken {
            roles = List.copyOf(roles);
        }
    }

    /// It is worth nothing from now on.
    record RevokeToken(String id) implements TrustMessage {}

    /// A new role, or another content of one.
    record ApplyRole(Role role) implements TrustMessage {}

    record DeleteRole(String name) implements TrustMessage {}

    /// A new issuer, or another content of one.
    record ApplyIssuer(Issuer issuer) implements TrustMessage {}

    record DeleteIssuer(String name) implements TrustMessage {}

    /// A new signing rule, or another content of one.
    record ApplySigningRule(SigningRule rule) implements TrustMessage {}

    record DeleteSigningRule(String name) implements TrustMessage {}

    /// Somebody came with a JWT that was right.
    ///
    /// @param id drawn by whoever asks
    /// @param hash of its secret
    /// @param name as [dev.skerry.trust.issuer.Recognition.Known] has it
    /// @param issuer as it was when the JWT was looked at; another one by now would have looked
    ///   differently
    /// @param roles that the issuer's rules give
    /// @param leftMs until the JWT ends
    record GiveToken(
            String id, String hash, String name, Issuer issuer, List<String> roles, long leftMs)
            implements TrustMessage {
        public GiveToken {
            roles = List.copyOf(roles);
        }
    }

    /// Requests were refused, by what a server has gathered.
    ///
    /// @param others more that are only counted
    record NoteRefusals(List<TurnedAway> refused, long others) implements TrustMessage {
        public NoteRefusals {
            refused = List.copyOf(refused);
        }
    }

    /// Lines of the audit are kept for so long; those that were may go. It is asked again and
    /// again, and each time a day of lines goes at most.
    ///
    /// @param keepMs 1 second to 3650 days
    record KeepAudit(long keepMs) implements TrustMessage {}

    /// Time has passed.
    record TrustTime() implements TrustMessage {}
}
