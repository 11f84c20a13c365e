package dev.skerry.trust.server;

import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.trust.server.issuers.KeysState;
import dev.skerry.trust.state.Trust;
import java.util.List;

/// The figures of tokens, roles, issuers and callers.
public final class TrustFigures {
    private TrustFigures() {}

    /// @param keys of issuers, as this server has them
    /// @param tickMs now, on the servers' clock
    public static void write(
            Trust trust, TrustMemory memory, List<KeysState> keys, long tickMs, PrometheusText to) {
        to.gauge("skerry_tokens", "Tokens by which callers are known.")
                .value(trust.tokens().size());
        to.gauge("skerry_roles", "Roles besides those that are ready-made.")
                .value(trust.roles().size());
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
        to.gauge("skerry_issuers", "Issuers on whose word tokens are given.")
                .value(trust.issuers().size());
        if (!keys.isEmpty()) write(keys, tickMs, to);
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
