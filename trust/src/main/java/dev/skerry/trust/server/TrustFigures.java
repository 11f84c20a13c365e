package dev.skerry.trust.server;

import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.trust.state.Trust;

/// The figures of tokens, roles and callers.
public final class TrustFigures {
    private TrustFigures() {}

    public static void write(Trust trust, TrustMemory memory, PrometheusText to) {
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
    }
}
