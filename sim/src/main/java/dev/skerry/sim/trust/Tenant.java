package dev.skerry.sim.trust;

import dev.skerry.http.Admitted;
import dev.skerry.sim.cluster.random.RandomQuotas;
import dev.skerry.trust.policy.Capability;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.policy.Level;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleRule;
import dev.skerry.trust.server.TokenText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody with rights in one namespace, and nowhere else.
final class Tenant {
    private static final Glob CLUSTER = new Glob("cluster");
    private static final List<Capability> EVERYTHING =
            List.of(new Capability(Level.WRITE, CLUSTER, Glob.ALL));
    private static final List<Capability> POOLS =
            List.of(new Capability(Level.WRITE, CLUSTER, new Glob("pools")));
    private static final List<Capability> ANYTHING =
            List.of(new Capability(Level.READ, Glob.ALL, Glob.ALL));

    final String namespace;

    /// That of somebody else.
    final String foreign;

    /// What he logs in with; null: he has not come so far.
    @Nullable TokenText token;

    /// A page that he has open; null: none.
    @Nullable Admitted page;

    private int tokens;

    Tenant(String namespace, String foreign) {
        this.namespace = namespace;
        this.foreign = foreign;
    }

    /// Another one for each of his tokens.
    String tokenName() {
        return namespace + "-" + ++tokens;
    }

    String roleName() {
        return "of-" + namespace;
    }

    /// By what he is allowed, or by what is denied to him.
    ///
    /// @param denied the role allows all of it everywhere, and denies it elsewhere
    /// @param first the denial stands before what it denies
    Role role(boolean denied, boolean first) {
        var own = List.of(new Glob(namespace));
        if (!denied) return role(List.of(new RoleRule(true, EVERYTHING, own, List.of())));
        var others = List.of(new Glob(foreign), new Glob("default"), new Glob("errand-*"));
        var allows = new RoleRule(true, EVERYTHING, List.of(Glob.ALL), List.of());
        var denies = new RoleRule(false, ANYTHING, others, List.of());
        return role(first ? List.of(denies, allows) : List.of(allows, denies));
    }

    /// His jobs run in one pool, as all jobs do.
    private Role role(List<RoleRule> rules) {
        var all = new ArrayList<>(rules);
        all.add(new RoleRule(true, POOLS, List.of(), List.of(new Glob("default"))));
        return Role.ofTokens(roleName(), "", all);
    }

    /// What he must never see.
    String foreignMark() {
        return RandomQuotas.mark(foreign);
    }

    /// A job of his.
    ///
    /// @param in where he asks for it to be
    String job(int number, String in, int count) {
        return """
        job: %s
        namespace: %s
        type: service
        meta: {of: %s}
        groups:
          main: {count: %d,
             restart: {attempts: 1, interval: 20s, delay: 1s, mode: delay},
             reschedule: {delay: 5s, growth: constant, maxDelay: 5s, unlimited: true},
             disconnect: {lostAfter: 60s, replace: true},
             tasks: {one: {driver: exec, command: /bin/sleep,
               resources: {cpu: 100MHz, memory: 32MiB}, stop: {timeout: 2s}}}}
        """
                .formatted(jobName(number), in, RandomQuotas.mark(in), count);
    }

    String jobName(int number) {
        return "%s-%d".formatted(RandomQuotas.mark(namespace), number);
    }
}
