package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Wanted;
import dev.skerry.cluster.scheduler.policy.VariantChoice;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.NodeFacts.Software;
import dev.skerry.cluster.state.Quota;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// On which nodes a group may run, whatever else runs there. Each rule has a name that people read.
public final class Feasibility {
    /// Of nodes outside of the job's pool, whatever else is there.
    public static final String POOL = "node pool";

    static final String DATACENTER = "datacenter";
    static final String INELIGIBLE = "node is not eligible";
    static final String DRAINING = "node is draining";
    static final String UNREACHABLE = "node is not reachable";
    static final String REVOKED = "node is revoked";
    static final String DRIVER = "driver ";
    static final String VARIANT = "a variant of ";
    static final String CALENDAR = "periodic.on: node";
    static final String EVERY_POOL = "all";
    static final String QUOTA_POOLS = "the pools of the quota of namespace ";

    /// `node.arch == "arm64"` or `version(node.os.version).atLeast("12")`: what it speaks of, and
    /// what it compares that with.
    private static final Pattern SIMPLE =
            Pattern.compile(
                    "(?:version\\()?(node(?:\\.\\w+|\\[\"[^\"]*\"])+)\\)?"
                            + "(?:\\s*(?:==|!=|<=|>=|<|>| in\\s)\\s*|\\.\\w+\\()(.+)");

    private final GroupAsk ask;
    private final Quota quota;
    private final Expressions expressions;
    private final List<WordRule> words;
    private final List<TaskSpec> choices;

    /// @param quota of the job's namespace
    Feasibility(GroupAsk ask, Quota quota, Expressions expressions) {
        this.ask = ask;
        this.quota = quota;
        this.expressions = expressions;
        this.words = ask.group().wants().stream().map(WordRule::of).toList();
        this.choices = ask.group().tasks().stream().filter(TaskSpec::choice).toList();
    }

    /// What a node has to say of itself, as a rule.
    private record WordRule(Wanted wanted, String rule) {
        static WordRule of(Wanted wanted) {
            var word = wanted.word();
            int dot = word.indexOf('.');
            var driver = dot < 0 ? word : word.substring(0, dot);
            var rule =
                    switch (wanted.of()) {
                        case DRIVER -> DRIVER + word;
                        case CONFINES -> driver + " confines " + word.substring(dot + 1);
                        case HAS -> has(driver, word.substring(dot + 1));
                        case KNOWS -> "agent knows " + word;
                    };
            return new WordRule(wanted, rule);
        }

        private static String has(String driver, String what) {
            boolean java = driver.equals(Software.JAVA);
            return java ? "Java %s or a newer one".formatted(what) : driver + " has " + what;
        }

        /// What the node says instead.
        String found(Software software) {
            var word = wanted.word();
            return switch (wanted.of()) {
                case DRIVER -> String.join(", ", software.plainWords());
                case CONFINES, HAS -> {
                    var driver = word.substring(0, word.indexOf('.'));
                    boolean java = wanted.of() == Wanted.Of.HAS && driver.equals(Software.JAVA);
                    if (java) yield "its newest is Java " + software.newestJava();
                    var all = software.wordsByDriver().getOrDefault(driver, List.of());
                    yield driver + ": " + (all.isEmpty() ? "nothing" : String.join(", ", all));
                }
                case KNOWS -> "agent %s does not".formatted(software.agent());
            };
        }
    }

    /// The first rule that refuses the node; null: none does.
    @Nullable String refusal(Node node) {
        var rule = where(node);
        if (rule == null && !allowed(node)) rule = QUOTA_POOLS + ask.spec().key().namespace();
        if (rule == null) rule = open(node);
        return rule == null ? able(node, Map.of()) : rule;
    }

    /// The quota of its namespace lets something new be placed there.
    boolean allowed(Node node) {
        return quota.allows(node.identity().pool());
    }

    /// The first rule that refuses work that is there already: it stays on nodes that take nothing
    /// new.
    ///
    /// @param chosen how it is run there
    @Nullable String stays(Node node, Map<String, String> chosen) {
        var rule = where(node);
        return rule == null ? able(node, chosen) : rule;
    }

    /// What the node has instead, as far as one can say.
    String found(String rule, Node node) {
        if (rule.equals(POOL) || rule.startsWith(QUOTA_POOLS)) return node.identity().pool();
        if (rule.equals(DATACENTER)) return node.identity().datacenter();
        if (rule.equals(CALENDAR))
            return "agent %s knows no calendar".formatted(node.facts().software().agent());
        if (rule.startsWith(VARIANT)) return machine(node.facts());
        for (var each : words)
            if (rule.equals(each.rule)) return each.found(node.facts().software());
        var simple = SIMPLE.matcher(rule);
        if (!simple.matches()) return "";
        var property = simple.group(1);
        var value = expressions.shown(property, node);
        if (value == null) return property + " is not known";
        var quote = simple.group(2).contains("\"") ? "\"" : "";
        return property + " is " + quote + value + quote;
    }

    private static String machine(NodeFacts facts) {
        var cpu = facts.cpu();
        int java = facts.software().newestJava();
        return "%s, %s, drivers %s%s"
                .formatted(
                        cpu.variant().isEmpty() ? cpu.arch() : cpu.arch() + " " + cpu.variant(),
                        facts.os().libc(),
                        String.join(", ", facts.software().plainWords()),
                        java < 0 ? "" : ", Java " + java);
    }

    private @Nullable String where(Node node) {
        var where = ask.spec().where();
        if (!where.pool().equals(EVERY_POOL) && !where.pool().equals(node.identity().pool())) {
            return POOL;
        }
        for (var pattern : where.datacenters()) {
            if (matches(pattern, node.identity().datacenter())) return null;
        }
        return where.datacenters().isEmpty() ? null : DATACENTER;
    }

    static boolean matches(String pattern, String datacenter) {
        if (pattern.equals("*")) return true;
        return pattern.endsWith("*")
                ? datacenter.startsWith(pattern.substring(0, pattern.length() - 1))
                : datacenter.equals(pattern);
    }

    private static @Nullable String open(Node node) {
        if (node.revoked()) return REVOKED;
        if (!node.scheduling().eligible()) return INELIGIBLE;
        if (node.scheduling().drain() != null) return DRAINING;
        return node.contact().reachable() ? null : UNREACHABLE;
    }

    private @Nullable String able(Node node, Map<String, String> chosen) {
        for (var each : words)
            if (!node.facts().software().has(each.wanted.word())) return each.rule;
        for (var task : choices)
            if (!runs(task, chosen.get(task.name()), node.facts())) return VARIANT + task.name();
        if (ask.spec().onNode() && !node.facts().software().keepsCalendars()) return CALENDAR;
        for (var constraint : ask.rules().constraints()) {
            if (!expressions.test(constraint, node)) return constraint;
        }
        return null;
    }

    /// @param chosen null: any will do
    private static boolean runs(TaskSpec task, @Nullable String chosen, NodeFacts facts) {
        if (chosen == null) return VariantChoice.of(task, facts) != null;
        var variant = task.variant(chosen);
        return variant != null && VariantChoice.fits(variant, facts);
    }
}
