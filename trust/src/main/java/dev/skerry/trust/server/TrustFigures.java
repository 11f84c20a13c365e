package dev.skerry.trust.server;

import dev.skerry.http.Admitted;
import dev.skerry.http.Namespace;
import dev.skerry.http.Need;
import dev.skerry.http.Thing;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.trust.state.Trust;

/// The figures of tokens, roles and callers, each for those who may read what it counts.
public final class TrustFigures {
    private TrustFigures() {}

    public static void write(Trust trust, TrustMemory memory, Admitted reader, PrometheusText to) {
        if (reads(reader, TrustApi.TOKENS))
            to.gauge("skerry_tokens", "Tokens by which callers are known.")
                    .value(trust.tokens().size());
        if (reads(reader, TrustApi.ROLES))
            to.gauge("skerry_roles", "Roles besides those that are ready-made.")
                    .value(trust.roles().size());
        if (reads(reader, TrustApi.AUDIT)) audit(trust, memory, to);
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
}
