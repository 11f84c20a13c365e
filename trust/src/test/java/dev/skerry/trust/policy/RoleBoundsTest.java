package dev.skerry.trust.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleBoundsTest {
    private static final Capability READ = new Capability(Level.READ, Glob.ALL, Glob.ALL);

    private static RoleRule rule(int capabilities, int namespaces, int pools) {
        return new RoleRule(
                true,
                Collections.nCopies(capabilities, READ),
                Collections.nCopies(namespaces, Glob.ALL),
                Collections.nCopies(pools, Glob.ALL));
    }

    private static void wrong(String sentence, String name, String said, RoleRule... rules) {
        var refusal = RoleBounds.wrong(Role.ofTokens(name, said, List.of(rules)));
        assertNotNull(refusal);
        assertEquals(sentence, refusal.sentence());
    }

    @Test
    void whatIsTooMuchIsRefusedByName() {
        var rule = rule(1, 0, 0);
        wrong(
                "role is \"A b\"; it should be 1 to 64 lower-case letters, digits, hyphens or"
                        + " underscores, a letter or digit first.",
                "A b",
                "",
                rule);
        wrong(
                "description is \"a\nb\"; it should be one line of at most 200 characters.",
                "a",
                "a\nb",
                rule);
        wrong("rules is \"0 rules\"; it should be 1 to 64 rules.", "a", "");
        var many = Collections.nCopies(65, rule).toArray(RoleRule[]::new);
        wrong("rules is \"65 rules\"; it should be 1 to 64 rules.", "a", "", many);
        wrong(
                "rules[1].allow is \"0 elements\"; it should be at least one, as \"read"
                        + " cluster/jobs\".",
                "a",
                "",
                rule,
                rule(0, 0, 0));
        var at = "\"65 elements\"; it should be at most 64 elements.";
        wrong("rules[0].allow is " + at, "a", "", rule(65, 0, 0));
        wrong("rules[0].namespaces is " + at, "a", "", rule(1, 65, 0));
        wrong("rules[0].pools is " + at, "a", "", rule(1, 0, 65));
    }

    @Test
    void whatJustFitsIsRight() {
        var rules = Collections.nCopies(64, rule(64, 64, 64));
        assertNull(RoleBounds.wrong(Role.ofTokens("a".repeat(64), "x".repeat(200), rules)));
    }
}
