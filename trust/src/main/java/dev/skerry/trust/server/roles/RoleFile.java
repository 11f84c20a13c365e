package dev.skerry.trust.server.roles;

import dev.skerry.kernel.Text;
import dev.skerry.trust.policy.Capability;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleRule;
import dev.skerry.trust.policy.TaskGlob;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Keys;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.NearWords;
import dev.skerry.yaml.Rule;
import dev.skerry.yaml.Value;
import dev.skerry.yaml.Wording;
import dev.skerry.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A role as people write it, in YAML or JSON:
///
/// ```yaml
/// role: shop
/// description: Runs the jobs of the shop.
/// tasks: [shop/deployer]
/// rules:
///   - allow: [write cluster/jobs, read cluster/*]
///     namespaces: [shop, shop-*]
///   - deny: [write cluster/nodes]
///     pools: [tills]
/// ```
public final class RoleFile {
    static final Keys ROLE = Keys.of("role", "role", "description", "tasks", "rules");
    static final Keys RULE = Keys.of("rule", "allow", "deny", "namespaces", "pools");

    private static final Rule DESCRIPTION =
            new Rule(
                    "one line of at most %d characters".formatted(Role.DESCRIPTION_CHARACTERS_MAX),
                    Pattern.compile("[^\\n\\r]{0," + Role.DESCRIPTION_CHARACTERS_MAX + "}"));

    /// It is looked at by [Capability#parse], which knows more.
    private static final Rule TEXT = Rule.text(1, 2 * Glob.CHARACTERS_MAX + 16);

    /// What rights can be about.
    private final List<String> things;

    private RoleFile(List<String> things) {
        this.things = things;
    }

    /// Reads the file of a role.
    ///
    /// @param bytes UTF-8, at most 1 MiB
    /// @param wording for messages
    /// @param name that the role should have
    /// @param things all that rights can be about, as `cluster/jobs`; what means none of them is
    ///   wrong
    public static FileReading<Role> parse(
            byte[] bytes, Wording wording, String name, List<String> things) {
        return Yaml.read(bytes, wording, ROLE, file -> new RoleFile(things).role(file, name));
    }

    private Role role(Mapping file, String name) {
        return new Role(
                file.value("role").named(name, "role"),
                file.value("description").text("", DESCRIPTION),
                rules(file.value("rules")),
                tasks(file.value("tasks")));
    }

    private static List<TaskGlob> tasks(Value value) {
        if (value.emptyList())
            value.wrong("should name at least one job, or be left out: then no task has the role");
        return value.meant(RoleRule.EACH_MAX, TEXT, TaskGlob::parse, TaskGlob.SHOULD);
    }

    private List<RoleRule> rules(Value value) {
        var rules = new ArrayList<RoleRule>();
        var elements = value.list(Role.RULES_MAX);
        for (var element : elements) rules.add(rule(element, element.mapping(RULE)));
        if (value.absent())
            value.missing("it should have at least one, as rules: [{allow: [read cluster/jobs]}]");
        else if (value.emptyList()) value.wrong("should have at least one rule");
        return rules;
    }

    private RoleRule rule(Value value, Mapping rule) {
        boolean allow = rule.has("allow");
        if (allow && rule.has("deny"))
            value.wrong("should allow or deny, not both; make two rules of it");
        else if (!allow && !rule.has("deny"))
            rule.value("allow").missing("a rule should allow or deny something");
        return new RoleRule(
                allow,
                capabilities(rule.value(allow ? "allow" : "deny"), allow),
                places(rule.value("namespaces")),
                places(rule.value("pools")));
    }

    private List<Capability> capabilities(Value value, boolean allow) {
        var found = new ArrayList<Capability>();
        if (value.emptyList()) value.wrong("should name at least one, as read cluster/jobs");
        for (var element : value.list(RoleRule.EACH_MAX)) {
            var text = element.text("", TEXT);
            if (text.isEmpty()) continue;
            var capability = Capability.parse(text);
            if (capability == null)
                element.wrong(
                        "should be %s, not \"%s\""
                                .formatted(Capability.SHOULD, Text.fit(text, 80)));
            else if (capability.means(allow, things)) found.add(capability);
            else element.wrong(meansNothing(capability));
        }
        return found;
    }

    private String meansNothing(Capability capability) {
        if (capability.means(false, things))
            return "should name trust, which no pattern stands for, as read trust/*";
        var about = capability.things();
        var hint = NearWords.hint(about, things);
        if (hint.isEmpty()) hint = otherRoom(capability);
        if (hint.isEmpty()) hint = "; there are " + String.join(", ", things);
        return "is about \"%s\", which no room has%s".formatted(about, hint);
    }

    private String otherRoom(Capability capability) {
        var rooms = things.stream().map(it -> it.substring(0, it.indexOf('/'))).distinct().toList();
        var room = NearWords.nearest(capability.room().pattern(), rooms);
        if (room == null || capability.room().pattern().equals(room)) return "";
        return "; did you mean \"%s/%s\"?".formatted(room, capability.kind());
    }

    /// Nowhere is not what an empty list would mean.
    private static List<Glob> places(Value value) {
        if (value.emptyList())
            value.wrong("should name at least one, or be left out: then the rule holds everywhere");
        return value.meant(RoleRule.EACH_MAX, TEXT, Glob::parse, Glob.SHOULD);
    }
}
