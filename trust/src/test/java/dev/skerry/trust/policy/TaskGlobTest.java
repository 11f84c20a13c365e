package dev.skerry.trust.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which tasks have a role, and what it says for them.
class TaskGlobTest {
    private static TaskGlob glob(String text) {
        var glob = TaskGlob.parse(text);
        assertNotNull(glob, text);
        assertEquals(text, glob.text());
        return glob;
    }

    @Test
    void itMeansJobsOfNamespaces() {
        assertTrue(glob("shop/till").matches("shop", "till"));
        assertFalse(glob("shop/till").matches("shop", "tills"));
        assertFalse(glob("shop/till").matches("shop-2", "till"));
        assertTrue(glob("shop-*/*").matches("shop-2", "till"));
        assertFalse(glob("*/till").matches("shop", "shop/till"));
        for (var text :
                List.of(
                        "",
                        "shop",
                        "/",
                        "shop/",
                        "/till",
                        "a/b/c",
                        "-/b",
                        "a/_",
                        "Shop/till",
                        "a /b")) assertNull(TaskGlob.parse(text), text);
    }

    /// What allows something and says nowhere is meant for the task's own namespace; what denies it
    /// is meant as it stands.
    @Test
    void aTaskHasARoleInItsOwnNamespace() {
        var role =
                new Role(
                        "r",
                        "",
                        List.of(
                                RulingTest.rule("allow write cluster/jobs"),
                                RulingTest.rule("allow read cluster/jobs @ other"),
                                RulingTest.rule("allow read cluster/nodes % tills"),
                                RulingTest.rule("deny write cluster/logs")),
                        List.of(glob("shop/till")));
        assertEquals(
                List.of(
                        "write cluster/jobs in namespaces shop",
                        "read cluster/jobs in namespaces other",
                        "read cluster/nodes in pools tills",
                        "never write cluster/logs"),
                role.within("shop").rules().stream().flatMap(it -> it.lines().stream()).toList());
        assertEquals(role.within("shop"), role.within("shop").within("bank"));
    }

    /// Whatever a role allows: things of the whole fleet, as tokens and roles, are in no namespace.
    @Test
    void noTaskHasWhatIsOfTheFleet() {
        var all = List.of(RulingTest.rule("allow administer *, administer trust/*"));
        var within = new Role("r", "", all, List.of(glob("*/*"))).within("shop");
        for (var what : List.of("read trust/tokens", "read server/metrics", "read trust/audit")) {
            var wish = Wish.parse(what, new Place.Fleet());
            assertNotNull(wish);
            assertFalse(Ruling.of(List.of(within), wish).allowed(), what);
        }
    }

    @Test
    void aRoleWithoutTasksIsNobodys() {
        var role = RulingTest.role("r", "allow read *");
        assertNull(role.tasks());
        assertEquals(role, new Role("r", "", role.rules(), List.of()));
        assertFalse(role.ofTasks("shop", "till"));
        var many = new Role("r", "", role.rules(), Collections.nCopies(65, glob("a/b")));
        var wrong = RoleBounds.wrong(many);
        assertNotNull(wrong);
        assertTrue(wrong.sentence().contains("tasks"), wrong.sentence());
        var one = new Role("r", "", role.rules(), List.of(glob("a/b")));
        assertEquals(role.textBytes() + 3, one.textBytes());
    }
}
