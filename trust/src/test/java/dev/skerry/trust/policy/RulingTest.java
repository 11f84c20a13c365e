package dev.skerry.trust.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What roles allow, as a table.
class RulingTest {
    /// `allow write cluster/jobs @ shop-*, north` holds in these namespaces, `% tills` in pools.
    static RoleRule rule(String text) {
        var allow = text.startsWith("allow ");
        var rest = text.substring(text.indexOf(' ') + 1);
        var pools = after(rest, " % ");
        rest = before(rest, " % ");
        var namespaces = after(rest, " @ ");
        rest = before(rest, " @ ");
        var capabilities = new ArrayList<Capability>();
        for (var each : rest.split(", ", -1)) {
            var it = Capability.parse(each);
            if (it == null) throw new AssertionError(each);
            capabilities.add(it);
        }
        return new RoleRule(allow, capabilities, globs(namespaces), globs(pools));
    }

    private static String before(String text, String mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String after(String text, String mark) {
        int at = text.indexOf(mark);
        return at < 0 ? "" : text.substring(at + mark.length());
    }

    private static List<Glob> globs(String text) {
        if (text.isEmpty()) return List.of();
        return List.of(text.split(", ", -1)).stream().map(Glob::new).toList();
    }

    static Role role(String name, String... rules) {
        return Role.ofTokens(name, "", List.of(rules).stream().map(RulingTest::rule).toList());
    }

    /// `shop` is a namespace, `%tills` a pool, `*` the fleet; `@*` and `%*` are all of them.
    private static Place place(String text) {
        if (text.equals("*")) return new Place.Fleet();
        if (text.equals("@*")) return new Place.EachNamespace();
        if (text.equals("%*")) return new Place.EachPool();
        return text.startsWith("%")
                ? new Place.InPool(text.substring(1))
                : new Place.InNamespace(text);
    }

    private static Ruling ruling(List<Role> roles, String what, String where) {
        var wish = Wish.parse(what, place(where));
        if (wish == null) throw new AssertionError(what);
        return Ruling.of(roles, wish);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # levels: an allowed one includes those below
                    allow write cluster/jobs      | read cluster/jobs       | shop   | true
                    allow write cluster/jobs      | write cluster/jobs      | shop   | true
                    allow write cluster/jobs      | administer cluster/jobs | shop   | false
                    allow administer cluster/jobs | read cluster/jobs       | shop   | true
                    # things
                    allow read cluster/*          | read cluster/jobs       | shop   | true
                    allow read cluster/*          | read server/events      | shop   | false
                    allow read */jobs             | read cluster/jobs       | shop   | true
                    allow read *                  | read cluster/jobs       | shop   | true
                    allow read c*/j*              | read cluster/jobs       | shop   | true
                    allow read c*/n*              | read cluster/jobs       | shop   | false
                    # places
                    allow read *                  | read cluster/jobs       | shop   | true
                    allow read *                  | read cluster/nodes      | %tills | true
                    allow read *                  | read server/metrics     | *      | true
                    allow read * @ shop           | read cluster/jobs       | shop   | true
                    allow read * @ shop           | read cluster/jobs       | shops  | false
                    allow read * @ shop-*         | read cluster/jobs       | shop-1 | true
                    allow read * @ a, shop        | read cluster/jobs       | shop   | true
                    allow read * @ shop           | read cluster/nodes      | %shop  | false
                    allow read * @ shop           | read server/metrics     | *      | false
                    allow read * @ *              | read server/metrics     | *      | false
                    allow read * @ *              | read cluster/jobs       | any    | true
                    allow read * % tills          | read cluster/nodes      | %tills | true
                    allow read * % tills          | read cluster/nodes      | %doors | false
                    allow read * % tills          | read cluster/jobs       | tills  | false
                    allow read * % *              | read server/metrics     | *      | false
                    allow read * @ shop % tills   | read cluster/jobs       | shop   | true
                    allow read * @ shop % tills   | read cluster/nodes      | %tills | true
                    allow read * @ shop % tills   | read cluster/nodes      | %shop  | false
                    # all of them
                    allow read *                  | read cluster/jobs       | @*     | true
                    allow read * @ shop           | read cluster/jobs       | @*     | false
                    allow read * @ shop, *        | read cluster/jobs       | @*     | true
                    allow read * % *              | read cluster/jobs       | @*     | false
                    allow write cluster/pools     | write cluster/pools     | %*     | true
                    allow read * % tills          | read cluster/pools      | %*     | false
                    allow read * % *              | read cluster/pools      | %*     | true
                    # the rights over rights are given by name only
                    allow administer *            | read trust/tokens       | *      | false
                    allow administer t*/tokens    | read trust/tokens       | *      | false
                    allow administer trust/*      | administer trust/tokens | *      | true
                    allow read trust/roles        | read trust/tokens       | *      | false
                    allow read trust/* @ shop     | read trust/tokens       | *      | false
                    """)
    void oneRuleAllows(String rule, String what, String where, boolean allowed) {
        var ruling = ruling(List.of(role("tried", rule)), what, where);
        assertEquals(allowed, ruling.allowed(), ruling.sentence());
        assertEquals(allowed ? "tried" : "", ruling.role());
        assertEquals(allowed ? 1 : 0, ruling.rule());
    }

    /// Beside a rule that allows everything.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # a denied level includes those above
                    deny write cluster/jobs      | read cluster/jobs       | shop   | true
                    deny write cluster/jobs      | write cluster/jobs      | shop   | false
                    deny write cluster/jobs      | administer cluster/jobs | shop   | false
                    deny read cluster/jobs       | read cluster/jobs       | shop   | false
                    deny administer cluster/jobs | write cluster/jobs      | shop   | true
                    # one of them is enough for all
                    deny read cluster/jobs @ x   | read cluster/jobs       | @*     | false
                    deny read cluster/jobs @ x   | read cluster/nodes      | %*     | true
                    deny read cluster/* % x      | read cluster/nodes      | %*     | false
                    deny read cluster/* % x      | read cluster/jobs       | @*     | true
                    deny read cluster/jobs       | read cluster/jobs       | @*     | false
                    # things; to deny, a pattern is enough for trust too
                    deny read cluster/*          | read server/events      | shop   | true
                    deny read *                  | read cluster/jobs       | shop   | false
                    deny read *                  | read trust/tokens       | *      | false
                    deny write t*/*              | write trust/tokens      | *      | false
                    deny write t*/*              | read trust/tokens       | *      | true
                    # places
                    deny read * @ shop           | read cluster/jobs       | shop   | false
                    deny read * @ shop           | read cluster/jobs       | north  | true
                    deny read * @ *              | read server/metrics     | *      | true
                    deny read * @ *              | read cluster/nodes      | %tills | true
                    deny read * % till*          | read cluster/nodes      | %tills | false
                    deny read * % till*          | read cluster/jobs       | tills  | true
                    """)
    void whatIsDeniedNoOtherRuleAllows(String deny, String what, String where, boolean allowed) {
        var all = "allow administer *, administer trust/*";
        var inOne = List.of(role("one", all, deny));
        var inTwo = List.of(role("all", all), role("less", deny));
        var turned = List.of(role("less", deny), role("all", all));
        for (var roles : List.of(inOne, inTwo, turned))
            assertEquals(allowed, ruling(roles, what, where).allowed(), roles + "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    reader    | read cluster/jobs        | true
                    reader    | read cluster/logs        | true
                    reader    | read server/metrics      | true
                    reader    | read anything/later      | true
                    reader    | write cluster/jobs       | false
                    reader    | read trust/tokens        | false
                    developer | read cluster/nodes       | true
                    developer | write cluster/jobs       | true
                    developer | write cluster/allocations| true
                    developer | write cluster/logs       | true
                    developer | write cluster/nodes      | false
                    developer | administer cluster/jobs  | false
                    developer | read trust/roles         | false
                    operator  | write cluster/nodes      | true
                    operator  | administer cluster/nodes | true
                    operator  | write anything/later     | true
                    operator  | administer anything/later| false
                    operator  | read trust/tokens        | true
                    operator  | write trust/tokens       | false
                    operator  | administer trust/tokens  | false
                    admin     | administer cluster/nodes | true
                    admin     | administer anything/later| true
                    admin     | administer trust/tokens  | true
                    admin     | administer trust/roles   | true
                    """)
    void theReadyRolesSayWhatTheyAreFor(String name, String what, boolean allowed) {
        var role = ReadyRoles.find(name);
        assertNotNull(role);
        assertEquals(allowed, ruling(List.of(role), what, "*").allowed());
    }

    @Test
    void whoeverHasTwoReadyRolesHasBoth() {
        var both = List.of(ReadyRoles.READER, ReadyRoles.ADMIN);
        assertEquals(true, ruling(both, "administer trust/tokens", "*").allowed());
        assertNull(ReadyRoles.find("root"));
        for (var role : ReadyRoles.ALL) assertNull(RoleBounds.wrong(role), role.name());
    }

    @Test
    void itIsSaidWhichRuleDecidesAndWhyNoneDoes() {
        var shop = role("shop", "allow read *", "allow write cluster/jobs @ shop-*, north");
        var tills = role("tills", "deny write cluster/nodes % tills", "allow write cluster/nodes");
        var both = List.of(shop, tills);
        assertEquals(
                "Rule 2 of role shop allows to write cluster/jobs in namespace north.",
                ruling(both, "write cluster/jobs", "north").sentence());
        assertEquals(
                "Rule 1 of role tills denies to write cluster/nodes in pool tills.",
                ruling(both, "write cluster/nodes", "%tills").sentence());
        assertEquals(
                new Ruling(
                        false,
                        "",
                        0,
                        "No rule of the roles shop, tills allows to write cluster/jobs in namespace"
                                + " south; rule 1 of role shop allows no more than to read."),
                ruling(both, "write cluster/jobs", "south"));
        assertEquals(
                "No rule of role tills allows to read server/metrics in the whole fleet.",
                ruling(List.of(tills), "read server/metrics", "*").sentence());
        assertEquals(
                "No rule of role far allows to write cluster/jobs in namespace south; rule 1 of"
                        + " role far allows it only in namespaces shop-*, north and in pools x.",
                ruling(
                                List.of(
                                        role(
                                                "far",
                                                "allow write cluster/jobs @ shop-*, north % x")),
                                "write cluster/jobs",
                                "south")
                        .sentence());
        assertEquals(
                "No rule of role all allows to read trust/tokens in the whole fleet; rule 1 of"
                        + " role all says \"administer *\", which does not mean trust unless it is"
                        + " named.",
                ruling(List.of(role("all", "allow administer *")), "read trust/tokens", "*")
                        .sentence());
        assertEquals(
                "There is no role that allows it.",
                ruling(List.of(), "read cluster/jobs", "*").sentence());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read cluster/jobs",
                "write *",
                "administer trust/*",
                "read */jobs",
                "write shop-*/a_b"
            })
    void capabilitiesAreWrittenAsTheyAreRead(String text) {
        var it = Capability.parse(text);
        assertNotNull(it);
        assertEquals(text, it.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "read",
                "*",
                "see cluster/jobs",
                "READ cluster/jobs",
                "read cluster",
                "read  cluster/jobs",
                "read cluster/jobs/x",
                "read cluster/",
                "read /jobs",
                "read Cluster/jobs",
                "read cluster/jobs "
            })
    void whatIsNoCapabilityIsNone(String text) {
        assertNull(Capability.parse(text));
        assertNull(Wish.parse(text, new Place.Fleet()));
    }

    @Test
    void aWishIsForOneKindOfThings() {
        assertNull(Wish.parse("read *", new Place.Fleet()));
        assertNull(Wish.parse("read cluster/*", new Place.Fleet()));
        assertNotNull(Wish.parse("read cluster/jobs", new Place.Fleet()));
    }

    @Test
    void aRuleIsAlsoLinesForPeople() {
        assertEquals(
                List.of(
                        "write cluster/jobs in namespaces shop-*, north and in pools tills",
                        "read cluster/* in namespaces shop-*, north and in pools tills"),
                rule("allow write cluster/jobs, read cluster/* @ shop-*, north % tills").lines());
        assertEquals(List.of("never write *"), rule("deny write *").lines());
    }
}
