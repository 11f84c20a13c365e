package dev.skerry.trust.server.roles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleBounds;
import dev.skerry.trust.policy.RoleRule;
import dev.skerry.trust.policy.TaskGlob;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Wording;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoleFileTest {
    private static final String SHOP =
            """
            role: shop
            description: Runs the jobs of the shop.
            rules:
              - allow: [write cluster/jobs, read cluster/*]
                namespaces: [shop, shop-*]
              - deny: [write cluster/nodes]
                pools: [tills]
            """;

    private static final List<String> THINGS =
            List.of("cluster/jobs", "cluster/nodes", "server/events", "trust/tokens");

    private static FileReading<Role> reading(String file) {
        var bytes = file.getBytes(UTF_8);
        return RoleFile.parse(bytes, Wording.of("shop.yaml", null, bytes), "shop", THINGS);
    }

    private static Role parsed(String file) {
        return switch (reading(file)) {
            case FileReading.Parsed(var role) -> role;
            case FileReading.Wrong(var problems) -> throw new AssertionError(problems + "");
        };
    }

    private static void says(String expected, String file) {
        if (!(reading(file) instanceof FileReading.Wrong(var problems)))
            throw new AssertionError("it is right");
        var said =
                problems.stream().map(it -> it.text("shop.yaml")).collect(Collectors.joining("\n"));
        assertEquals(expected.strip(), said);
    }

    @Test
    void aRoleIsWhatItsFileSays() {
        var role = parsed(SHOP);
        assertEquals("shop", role.name());
        assertEquals("Runs the jobs of the shop.", role.description());
        assertEquals(
                List.of(
                        "write cluster/jobs in namespaces shop, shop-*",
                        "read cluster/* in namespaces shop, shop-*",
                        "never write cluster/nodes in pools tills"),
                role.rules().stream().map(RoleRule::lines).flatMap(List::stream).toList());
        assertNull(RoleBounds.wrong(role));
    }

    @Test
    void tasksHaveARoleThatNamesTheirJobs() {
        var role =
                parsed("role: shop\ntasks: [shop/till, 'shop-*/*']\nrules: [{allow: [read *]}]\n");
        assertEquals(
                List.of("shop/till", "shop-*/*"),
                role.ofTasks().stream().map(TaskGlob::text).toList());
        says(
                """
                shop.yaml:2:9: tasks[0] should be a namespace, a slash and a job, as "shop/till" \
                or "shop/*", in which * stands for any characters; each begins with a letter, a \
                digit or *, not "till"
                """,
                "role: shop\ntasks: [till]\nrules: [{allow: [read *]}]\n");
        says(
                """
                shop.yaml:2:8: tasks should name at least one job, or be left out: then no task \
                has the role
                """,
                "role: shop\ntasks: []\nrules: [{allow: [read *]}]\n");
    }

    @Test
    void jsonIsTheSame() {
        var json =
                """
                {"role": "shop", "description": "Runs the jobs of the shop.", "rules": [
                  {"allow": ["write cluster/jobs", "read cluster/*"],
                   "namespaces": ["shop", "shop-*"]},
                  {"deny": ["write cluster/nodes"], "pools": ["tills"]}]}
                """;
        assertEquals(parsed(SHOP), parsed(json));
    }

    @Test
    void allThatIsWrongIsSaidWithItsPlace() {
        says(
                """
                shop.yaml:1:7: role should be "shop", the role that it is sent to
                shop.yaml:2:1: "descripton" is not a key of a role; did you mean "description"?
                shop.yaml:4:13: rules[0].allow[0] should be read, write or administer and what, as \
                "write cluster/jobs", "read cluster/*", or "read *" for everything but trust, not \
                "see cluster/jobs"
                shop.yaml:5:18: rules[0].namespaces[0] should be 1 to 64 lower-case letters, \
                digits, hyphens or underscores, and * for any of them, a letter, a digit or * \
                first, not "Shop"
                shop.yaml:6:5: rules[1] should allow or deny, not both; make two rules of it
                shop.yaml:8:5: rules[2].allow is missing; a rule should allow or deny something
                shop.yaml:9:11: rules[3].deny should name at least one, as read cluster/jobs
                shop.yaml:10:17: rules[3].namespaces should name at least one, or be left out: \
                then the rule holds everywhere
                """,
                """
                role: till
                descripton: x
                rules:
                  - allow: [see cluster/jobs]
                    namespaces: [Shop]
                  - allow: [read *]
                    deny: [write *]
                  - pools: [tills]
                  - deny: []
                    namespaces: []
                """);
    }

    /// No namespace, pool or job has a name that begins so: a denial there would deny nothing.
    @Test
    void whatNothingCanBeOfIsWrong() {
        var pattern =
                "should be 1 to 64 lower-case letters, digits, hyphens or underscores, and * for"
                        + " any of them, a letter, a digit or * first, not ";
        var task =
                "should be a namespace, a slash and a job, as \"shop/till\" or \"shop/*\", in which"
                        + " * stands for any characters; each begins with a letter, a digit or *,"
                        + " not ";
        says(
                "shop.yaml:2:16: tasks[1] "
                        + task
                        + "\"-/till\"\nshop.yaml:2:26: tasks[2] "
                        + task
                        + "\"shop/_*\"\nshop.yaml:4:53: rules[0].namespaces[1] "
                        + pattern
                        + "\"-\"\nshop.yaml:4:67: rules[0].pools[0] "
                        + pattern
                        + "\"_till\"",
                """
                role: shop
                tasks: [a/b-*, "-/till", "shop/_*"]
                rules:
                  - {deny: [write cluster/jobs], namespaces: ["*-", "-"], pools: [_till]}
                """);
    }

    /// A rule about nothing would be taken for one that holds.
    @Test
    void whatNoRoomHasIsWrong() {
        says(
                """
                shop.yaml:3:13: rules[0].allow[0] is about "cluster/job", which no room has; did \
                you mean "cluster/jobs"?
                shop.yaml:3:32: rules[0].allow[1] is about "clutser/*", which no room has; did you \
                mean "cluster/*"?
                shop.yaml:3:48: rules[0].allow[2] should name trust, which no pattern stands for, \
                as read trust/*
                shop.yaml:4:12: rules[1].deny[0] is about "x*/*", which no room has; there are \
                cluster/jobs, cluster/nodes, server/events, trust/tokens
                """,
                """
                role: shop
                rules:
                  - allow: [write cluster/job, read clutser/*, read t*/tokens, read c*/*]
                  - deny: [read x*/*, read t*/tokens, read *, read */e*]
                """);
    }

    @Test
    void aRoleWithoutANameOrRulesIsNone() {
        says(
                """
                shop.yaml:1:1: role is missing; it should be 1 to 64 lower-case letters, digits, \
                hyphens or underscores, a letter or digit first
                shop.yaml:1:1: rules is missing; it should have at least one, as rules: [{allow: \
                [read cluster/jobs]}]
                """,
                "description: x");
        says("shop.yaml:2:8: rules should have at least one rule", "role: shop\nrules: []\n");
        says(
                "shop.yaml:2:8: rules has 65 elements; at most 64 are allowed",
                "role: shop\nrules: [" + "{allow: [read *]}, ".repeat(65) + "]\n");
        says(
                "shop.yaml:1:27: description should be one line of at most 200 characters, not"
                        + " \"a\nb\"",
                "{role: shop, description: 'a\n\n b', rules: [{allow: [read *]}]}");
    }
}
