package dev.skerry.trust.server;

import dev.skerry.http.Admitted;
import dev.skerry.http.Namespace;
import dev.skerry.http.Need;
import dev.skerry.http.Thing;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.trust.server.issuers.KeysState;
import dev.skerry.trust.state.Trust;
import java.util.List;

/// The figures of tokens, roles, issuers and callers, each for those who may read what it counts.
public final class TrustFigures {
    private TrustFigures() {}

    public static void write(Trust trust, TrustMemory memory, Admitted reader, PrometheusText to) {
        if (reads(reader, TrustApi.TOKENS))
            to.gauge("skerry_tokens", "Tokens by which callers are known.")
                    .value(trust.tokens().size());
        if (reads(reader, TrustApi.ROLES))
            to.gauge("skerry_roles", "Roles besides those that are ready-made.")
                    .value(trust.roles().size());
        if (reads(reader, TrustApi.SIGNING))
            to.gauge("skerry_signing_rules", "Rules which keys have to sign what.")
                    .value(trust.signing().size());
        if (reads(reader, TrustApi.AUDIT)) audit(trust, memory, to);
    }

    /// @param keys of issuers, as this server has them
    /// @param tickMs now, on the servers' clock
    public static void issuers(
            Trust trust, List<KeysState> keys, long tickMs, Admitted reader, PrometheusText to) {
        if (!reads(reader, TrustApi.ISSUERS)) return;
        to.gauge("skerry_issuers", "Issuers on whose word tokens are given.")
                .value(trust.issuers().size());
        if (!keys.isEmpty()) write(keys, tickMs, to);
    }

    private static boolean reads(Admitted reader, Thing thing) {
        return reader.allows(Need.read(thing), Namespace.ALL);
    }

    private static void audit(Trust trust, TrustMemory memory, PrometheusText to) {
        to.counter("skerry_callers_admitted_total", "Requests that came with a right token.")
                .value(memory.admitted().sum());
        to.counter("skerry_callers_failed_total", "Tries with a token or a code that was wrong.")
                .value(memory.failed().sum());
        to.counter(
                        "skerry_requests_refused_total",
                        "Requests answered with 401, 403 or 429; the audit says which.")
                .value(memory.refusals().sum());
        to.counter("skerry_audit_lines_total", "Lines of the audit, since the fleet began.")
                .value(trust.audit().number());
    }

    private static void write(List<KeysState> keys, long tickMs, PrometheusText to) {
        to.gauge("skerry_issuer_keys", "Keys of an issuer that this server has.");
        for (var each : keys) to.value(each.count(), "issuer", each.issuer());
        to.gauge("skerry_issuer_keys_age_seconds", "Since the keys were read, if ever.");
        for (var each : keys)
            if (each.count() > 0)
                to.value((tickMs - each.readTickMs()) / 1e3, "issuer", each.issuer());
        to.counter("skerry_issuer_keys_failed_total", "Tries to read an issuer's keys in vain.");
        for (var each : keys) to.value(each.failed(), "issuer", each.issuer());
    }
}
