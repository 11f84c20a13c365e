package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.decide.NodeDecisions;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How nodes come in, and what is known of them.
class JoinTest {
    static final String HASH = "ab12".repeat(16);
    static final String OTHER_HASH = "cd34".repeat(16);
    static final Node.Identity SHOP = identity("n-000000000001", "shop");
    static final Node.Identity BARN = identity("n-000000000002", "barn");

    static Node.Identity identity(String id, String name) {
        return new Node.Identity(id, name, "", "home");
    }

    static String issue(Scene scene, String hash) {
        return scene.tell(new ClusterMessage.IssueToken(hash, "field", 60_000));
    }

    static String join(Scene scene, String hash, Node.Identity identity) {
        return join(scene, hash, identity, "key of " + identity.id());
    }

    static String join(Scene scene, String hash, Node.Identity identity, String key) {
        return scene.tell(new ClusterMessage.Join(hash, identity, key));
    }

    @Test
    void aTokenLetsOneNodeInAsOftenAsItAsks() {
        var scene = new Scene();
        issue(scene, HASH);
        assertEquals(
                """
                token ab12 used by n-000000000001
                joined n-000000000001 pool field
                """,
                join(scene, HASH, SHOP));
        assertEquals("", join(scene.pass(59_999), HASH, SHOP));
        assertEquals(
                "refused: The join token has been used already, by node shop (n-000000000001). Make"
                        + " a new one with `skerry node join-token` and start the agent with it.\n",
                join(scene, HASH, BARN));
        assertEquals(
                "refused: The join token has expired. Make a new one with `skerry node join-token`"
                        + " and start the agent with it.\n",
                join(scene.pass(1), HASH, SHOP));
        assertEquals(
                "refused: The join token is unknown here. Make a new one with `skerry node"
                        + " join-token` and start the agent with it.\n",
                join(scene, OTHER_HASH, SHOP));
    }

    @Test
    void aTokenForANodeGivesItsPlaceAndNothingElse() {
        var scene = new Scene();
        issue(scene, HASH);
        join(scene, HASH, SHOP);
        scene.contact(SHOP.id(), true);
        scene.tell(new ClusterMessage.Describe(SHOP.id(), Scene.facts(100)));
        scene.tell(new ClusterMessage.SetMeta(SHOP.id(), Map.of("site", "pier")));
        scene.tell(new ClusterMessage.IssueToken(OTHER_HASH, "lab", 60_000, SHOP.id()));
        assertEquals(
                "refused: Node shop (n-000000000001) is connected already. Another machine needs"
                        + " an id of its own; this one can join anew once it is missed.\n",
                join(scene, OTHER_HASH, SHOP));
        scene.contact(SHOP.id(), false);
        var before = scene.node(SHOP.id());
        assertEquals(
                "refused: The join token was made for node shop (n-000000000001), and lets no other"
                        + " in. Make a new one with `skerry node join-token` and start the agent"
                        + " with it.\n",
                join(scene, OTHER_HASH, BARN));
        assertEquals(
                """
                token cd34 used by n-000000000001
                joined n-000000000001 pool field
                """,
                join(scene, OTHER_HASH, identity(SHOP.id(), "shop two"), "another key"));
        var after = scene.node(SHOP.id());
        assertEquals(before.identity(), after.identity(), "name and pool stay");
        assertEquals(before.meta(), after.meta());
        assertEquals("ab12ab12ab12ab12", before.joining());
        assertEquals("cd34cd34cd34cd34", after.joining(), "its certificates of before are void");
        assertEquals(
                "refused: The join token has been used already, and node shop (n-000000000001) has"
                        + " joined anew since. Make a new one with `skerry node join-token` and"
                        + " start the agent with it.\n",
                join(scene, HASH, SHOP),
                "the machine of before gets no certificate of the new joining");
        assertEquals("", join(scene, OTHER_HASH, identity(SHOP.id(), "shop two"), "another key"));
        assertEquals(
                "refused: There is no node \"n-9\"; `skerry node list` shows what there is.\n",
                scene.tell(new ClusterMessage.IssueToken("ef".repeat(32), "field", 60_000, "n-9")));
    }

    /// Ids are on every page: one gives no right to the place of a node that is out of range.
    @Test
    void aTokenForANewNodeTakesNobodysPlace() {
        var scene = new Scene();
        issue(scene, HASH);
        issue(scene, OTHER_HASH);
        join(scene, HASH, SHOP);
        assertEquals(
                "refused: Node shop (n-000000000001) has joined already, and this token is for a"
                        + " new node. Make one for it with `skerry node join-token --for-node"
                        + " n-000000000001`,"
                        + " or remove it with `skerry node remove n-000000000001`; another machine"
                        + " needs an id of its own.\n",
                join(scene, OTHER_HASH, SHOP, "a stranger's key"));
        assertEquals(
                "token cd34 used by n-000000000002\njoined n-000000000002 pool field\n",
                join(scene, OTHER_HASH, BARN),
                "the token was not spent");
    }

    @Test
    void aUsedTokenIsDeadForEveryOtherKey() {
        var scene = new Scene();
        issue(scene, HASH);
        join(scene, HASH, SHOP, "its key");
        assertEquals("", join(scene, HASH, SHOP, "its key"), "the answer was lost");
        assertEquals(
                "refused: The join token has been used already, by node shop (n-000000000001) with"
                        + " another key. Make a new one with `skerry node join-token` and start"
                        + " the agent with it.\n",
                join(scene, HASH, SHOP, "a stranger's key"));
    }

    @Test
    void aRemovedNodeNeedsAnotherToken() {
        var scene = new Scene();
        issue(scene, HASH);
        issue(scene, OTHER_HASH);
        join(scene, HASH, SHOP);
        scene.tell(new ClusterMessage.RemoveNode(SHOP.id()));
        assertEquals(
                "refused: The join token is unknown here. Make a new one with `skerry node"
                        + " join-token` and start the agent with it.\n",
                join(scene, HASH, SHOP));
        assertEquals(
                """
                token cd34 used by n-000000000001
                joined n-000000000001 pool field
                """,
                join(scene, OTHER_HASH, SHOP));
        scene.tell(new ClusterMessage.IssueToken(HASH, "field", 60_000, SHOP.id()));
        scene.tell(new ClusterMessage.RemoveNode(SHOP.id()));
        assertEquals(
                "refused: The join token is unknown here. Make a new one with `skerry node"
                        + " join-token` and start the agent with it.\n",
                join(scene, HASH, SHOP),
                "what was made for it has ended too");
    }

    @Test
    void aCopyOfANodeIsToldOfAndChangesNothing() {
        var scene = new Scene().node("n1", 100);
        var before = scene.node("n1");
        assertEquals(
                "copied n1 10.0.0.5:4000 10.0.0.9:4001\n",
                scene.tell(new ClusterMessage.NodeCopied("n1", "10.0.0.5:4000", "10.0.0.9:4001")));
        assertEquals(before, scene.node("n1"));
        assertEquals(
                "refused: There is no node \"n9\"; `skerry node list` shows what there is.\n",
                scene.tell(new ClusterMessage.NodeCopied("n9", "a", "b")));
    }

    @Test
    void whatCannotBeRightIsRefused() {
        var scene = new Scene();
        assertEquals(
                "refused: hash is \"x\"; it should be a SHA-256 in 64 hex digits.\n",
                issue(scene, "x"));
        assertEquals(
                "refused: ttl is \"5ms\"; it should be from 1s to 30d.\n",
                scene.tell(new ClusterMessage.IssueToken(HASH, "field", 5)));
        issue(scene, HASH);
        assertEquals(
                "refused: This token is already there. Make another secret.\n", issue(scene, HASH));
        assertEquals(
                "refused: id is \"shop\"; it should be \"n-\" and 12 hexadecimal digits.\n",
                join(scene, HASH, identity("shop", "shop")));
        assertEquals(
                "refused: There is no node \"n-9\"; `skerry node list` shows what there is.\n",
                scene.contact("n-9", true));
    }

    @Test
    void tokensThatEndedLongAgoAreDropped() {
        var scene = new Scene();
        for (int i = 0; i < 255; i++) issue(scene, "%064x".formatted(i));
        scene.pass(25L * 3_600_000);
        assertEquals(
                "255 tokens forgotten\ntoken %s\n".formatted(HASH.substring(0, 4)),
                issue(scene, HASH));
        assertEquals(1, scene.cluster.tokens().size());
    }

    @Test
    void tokensThatNobodyCanUseAnyMoreLeaveRoomForNewOnes() {
        var scene = new Scene();
        for (int i = 0; i < NodeDecisions.TOKENS_MAX; i++)
            scene.fact(
                    new ClusterFact.TokenIssued(
                            new Node.JoinToken("%064x".formatted(i), "default", 1, 1, "", "", "")));
        scene.pass(3_600_000);
        assertTrue(
                issue(scene, HASH).startsWith("refused: join tokens: the limit of 200000 tokens"));
        scene.pass(24L * 3_600_000);
        assertEquals(
                "1000 tokens forgotten\ntoken %s\n".formatted(HASH.substring(0, 4)),
                issue(scene, HASH));
    }

    @Test
    void factsAndMetaWakeWhatMayFitNow() {
        var scene = new Scene().node("n1", 100).node("n2", "other", 100);
        var guard = Specs.job("guard", JobSpec.Type.SYSTEM, group());
        scene.submit(guard);
        scene.submit(Specs.service("badge", 1));
        scene.tell(new ClusterMessage.Settle(blocked(scene, "badge")));
        scene.settle("guard");
        assertEquals(
                """
                described n1
                due badge: node facts changed
                due guard: node facts changed
                """,
                scene.tell(new ClusterMessage.Describe("n1", Scene.facts(200))));
        assertEquals("", scene.tell(new ClusterMessage.Describe("n1", Scene.facts(200))));
        assertEquals(
                """
                meta n1 {site=pier}
                due badge: node meta changed
                due guard: node meta changed
                """,
                scene.tell(new ClusterMessage.SetMeta("n1", Map.of("site", "pier"))));
        assertEquals(
                "meta n2 {site=pier}\n",
                scene.tell(new ClusterMessage.SetMeta("n2", Map.of("site", "pier"))),
                "what waits in another pool does not notice");
        var gone = new HashMap<String, @Nullable String>();
        gone.put("site", null);
        assertEquals("meta n2 {}\n", scene.tell(new ClusterMessage.SetMeta("n2", gone)));
        assertEquals("", scene.tell(new ClusterMessage.SetMeta("n2", gone)));
        assertEquals(
                "refused: meta is \"a b\"; it should be 1 to 128 letters, digits, dots, hyphens or"
                        + " underscores, a letter or digit first.\n",
                scene.tell(new ClusterMessage.SetMeta("n2", Map.of("a b", ""))));
    }

    @Test
    void whatNobodyCouldPassOnIsRefused() {
        var scene = new Scene().node("n1", 100);
        assertEquals(
                "refused: name is \"a�\"; it should be 1 to 128 characters without control"
                        + " characters.\n",
                joins(scene, "a\ud83d"));
        assertEquals(
                "refused: meta.site is \"�\"; it should be at most 1024 characters, without"
                        + " control characters.\n",
                scene.tell(new ClusterMessage.SetMeta("n1", Map.of("site", "\ude00"))));
        var long1 = "x".repeat(257);
        assertEquals(
                "refused: facts is \""
                        + "x".repeat(199)
                        + "…\"; it should be texts of at most 256"
                        + " characters, none of them a control character.\n",
                scene.tell(new ClusterMessage.Describe("n1", labelled(Map.of("a", long1)))));
        assertEquals(
                "refused: facts is \"�\"; it should be texts of at most 256 characters, none of"
                        + " them a control character.\n",
                scene.tell(new ClusterMessage.Describe("n1", labelled(Map.of("\ud83d", "")))));
        assertEquals(
                "refused: facts is \"�[2J\"; it should be texts of at most 256 characters, none"
                        + " of them a control character.\n",
                scene.tell(new ClusterMessage.Describe("n1", labelled(Map.of("a", "\u001b[2J")))));
        var many = new HashMap<String, String>();
        for (int i = 0; i < 257; i++) many.put("k" + i, "");
        assertEquals(
                "refused: links, devices, runtimes, drivers, facts, labels: the limit of 256 of"
                        + " each is reached.\n",
                scene.tell(new ClusterMessage.Describe("n1", labelled(many))));
    }

    /// A node that says more than a machine can have would draw all work to itself.
    @Test
    void whatNoMachineHasIsRefused() {
        var scene = new Scene().node("n1", 100);
        for (var capacity :
                List.of(
                        new Resources(100, Long.MAX_VALUE, 0),
                        new Resources(Integer.MAX_VALUE, 0, 0),
                        new Resources(100, 0, Long.MAX_VALUE),
                        new Resources(-1, 0, 0)))
            assertTrue(
                    scene.tell(
                                    new ClusterMessage.Describe(
                                            "n1", having(Scene.facts(100).cpu(), capacity)))
                            .startsWith("refused: capacity is "));
        var cpus =
                List.of(
                        new NodeFacts.Cpu("arm64", "armv8", -1, 0, 0),
                        new NodeFacts.Cpu("arm64", "armv8", 4, -1, 0),
                        new NodeFacts.Cpu("arm64", "armv8", 4, 1_000, Integer.MIN_VALUE),
                        new NodeFacts.Cpu("arm64", "armv8", Integer.MAX_VALUE, 1, 1));
        for (var cpu : cpus)
            assertEquals(
                    "refused: cpu is ",
                    scene.tell(new ClusterMessage.Describe("n1", having(cpu, Resources.NONE)))
                            .substring(0, 16));
    }

    private static NodeFacts having(NodeFacts.Cpu cpu, Resources capacity) {
        var facts = Scene.facts(100);
        return new NodeFacts(
                facts.os(),
                cpu,
                capacity,
                facts.links(),
                facts.devices(),
                facts.power(),
                facts.software(),
                facts.extra());
    }

    private static String joins(Scene scene, String name) {
        issue(scene, HASH);
        return join(scene, HASH, identity("n-000000000001", name));
    }

    private static NodeFacts labelled(Map<String, String> labels) {
        var facts = Scene.facts(100);
        return new NodeFacts(
                facts.os(),
                facts.cpu(),
                facts.capacity(),
                facts.links(),
                facts.devices(),
                facts.power(),
                facts.software(),
                new NodeFacts.Extra(0, List.of(), labels, List.of()));
    }

    static GroupSpec group() {
        return Specs.group("web", 1, Specs.STAYS, Map.of());
    }

    static Plan blocked(Scene scene, String job) {
        scene.tell(new ClusterMessage.Evaluate(Scene.key(job)));
        return scene.plan(job, List.of(), List.of(), true, 0);
    }
}
