package dev.skerry.trust;

import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.signing.Artifact;
import dev.skerry.trust.audit.AuditLine;
import dev.skerry.trust.audit.TurnedAway;
import dev.skerry.trust.decide.AuditDecisions;
import dev.skerry.trust.decide.IssuerDecisions;
import dev.skerry.trust.decide.RoleDecisions;
import dev.skerry.trust.decide.SigningDecisions;
import dev.skerry.trust.decide.TokenDecisions;
import dev.skerry.trust.signing.SigningPolicy;
import dev.skerry.trust.state.Trust;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about tokens, roles, issuers and signing rules, and has something against whoever came
/// with a token that is worth nothing any more, and against what is not signed as it has to be.
public final class TrustMachine
        implements Machine<Trust, TrustMessage, TrustFact, Machine.NoEffect> {
    @Override
    public Trust empty() {
        return Trust.EMPTY;
    }

    @Override
    public Decision<TrustFact, NoEffect> decide(Sight<Trust> sight, TrustMessage message, Now now) {
        var trust = sight.own();
        return switch (message) {
            case TrustMessage.MakeFirstToken it -> TokenDecisions.makeFirst(trust, it, now);
            case TrustMessage.AllowFirstToken _ -> TokenDecisions.allowFirst(trust);
            case TrustMessage.CreateToken it -> TokenDecisions.create(trust, it, now);
            case TrustMessage.RevokeToken it -> TokenDecisions.revoke(trust, it);
            case TrustMessage.ApplyRole it -> RoleDecisions.apply(trust, it);
            case TrustMessage.DeleteRole it -> RoleDecisions.delete(trust, it, now);
            case TrustMessage.ApplyIssuer it -> IssuerDecisions.apply(trust, it);
            case TrustMessage.DeleteIssuer it -> IssuerDecisions.delete(trust, it);
            case TrustMessage.ApplySigningRule it -> SigningDecisions.apply(sight, it);
            case TrustMessage.DeleteSigningRule it -> SigningDecisions.delete(trust, it);
            case TrustMessage.GiveToken it -> IssuerDecisions.give(trust, it, now);
            case TrustMessage.NoteRefusals it -> note(it);
            case TrustMessage.KeepAudit it -> AuditDecisions.keep(trust, it, now);
            case TrustMessage.TrustTime _ -> TokenDecisions.forget(trust, now);
        };
    }

    private static Decision<TrustFact, NoEffect> note(TrustMessage.NoteRefusals it) {
        var wrong = TurnedAway.wrong(it.refused(), it.others());
        if (wrong != null) return Decision.refuse(wrong);
        return Decision.of(List.of(new TrustFact.RefusalsNoted(it.refused(), it.others())));
    }

    @Override
    public @Nullable Refusal against(Trust trust, Caller caller, Now now) {
        if (caller.kind() == Caller.Kind.TASK) return null; // by its allocation, not by a token
        boolean known = caller.by().isEmpty() || trust.live(caller.by(), now) != null;
        return known ? null : TokenDecisions.worthNothing(caller);
    }

    @Override
    public @Nullable Refusal against(Trust trust, Artifact artifact) {
        return SigningPolicy.against(trust.signing().values(), artifact);
    }

    @Override
    public Trust apply(Trust trust, TrustFact fact) {
        return switch (fact) {
            case TrustFact.FirstTokenMade(var token) -> trust.with(token).first(true);
            case TrustFact.FirstTokenAllowed _ -> trust.first(false);
            case TrustFact.TokenCreated(var token) -> trust.with(token);
            case TrustFact.TokenGiven(var token) -> trust.with(token);
            case TrustFact.TokenRevoked(var id) -> trust.without(id);
            case TrustFact.TokensForgotten(var ids) -> trust.forgetting(ids);
            case TrustFact.RoleApplied(var role) -> trust.with(role);
            case TrustFact.RoleDeleted(var name) -> trust.withoutRole(name);
            case TrustFact.RefusalsNoted _ -> trust;
            case TrustFact.IssuerApplied(var issuer) ->
                    trust.withoutTokensOf(issuer.name()).with(issuer);
            case TrustFact.IssuerDeleted(var name) ->
                    trust.withoutTokensOf(name).withoutIssuer(name);
            case TrustFact.SigningRuleApplied(var rule) -> trust.with(rule);
            case TrustFact.SigningRuleDeleted(var name) -> trust.withoutSigningRule(name);
            case TrustFact.AuditMarked(var mark) ->
                    trust.keeping(trust.retention().with(mark)).atTick(mark.tickMs());
            case TrustFact.AuditLetGo(var upTo) -> trust.keeping(trust.retention().lettingGo(upTo));
        };
    }

    /// What somebody has done, in any room, is a line of the audit, and the state knows its hash.
    @Override
    public Trust witness(Trust trust, Act act) {
        var line = AuditLine.of(trust.audit(), act);
        return line == null ? trust : trust.audited(line.head());
    }

    @Override
    public long wakeAtTickMs(Trust trust) {
        return trust.expiries().firstTickMs();
    }

    @Override
    public long newestTickMs(Trust trust) {
        return trust.tickMs();
    }

    /// What takes rights away, or gives them back to whoever has lost them, cannot wait; nor what
    /// makes room on a disk.
    @Override
    public boolean canWait(TrustMessage message) {
        return switch (message) {
            case TrustMessage.CreateToken _,
                    TrustMessage.GiveToken _,
                    TrustMessage.NoteRefusals _ ->
                    true;
            case TrustMessage.MakeFirstToken _,
                    TrustMessage.AllowFirstToken _,
                    TrustMessage.RevokeToken _,
                    TrustMessage.ApplyRole _,
                    TrustMessage.DeleteRole _,
                    TrustMessage.ApplyIssuer _,
                    TrustMessage.DeleteIssuer _,
                    TrustMessage.ApplySigningRule _,
                    TrustMessage.DeleteSigningRule _,
                    TrustMessage.KeepAudit _,
                    TrustMessage.TrustTime _ ->
                    false;
        };
    }

    @Override
    public TrustMessage tick() {
        return new TrustMessage.TrustTime();
    }
}
