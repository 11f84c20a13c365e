package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.Names;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How nodes come in, and what is known of them.
public final class NodeDecisions {
    static final int NODES_MAX = 200_000;
    public static final int TOKENS_MAX = 200_000;
    public static final long TOKEN_TTL_MIN_MS = 1_000;
    public static final long TOKEN_TTL_MAX_MS = 30L * 24 * 3_600_000;

    /// Whoever comes with a token that has ended is told so, for as long.
    static final long TOKEN_REMEMBERED_MS = 24L * 3_600_000;

    /// Tokens are looked through for ended ones whenever so many have come.
    static final int TOKENS_LOOKED_THROUGH_EVERY = 256;

    /// Tokens forgotten in one go.
    static final int TOKENS_FORGOTTEN_MAX = 1_000;

    static final int META_KEYS_MAX = 256;
    static final int META_VALUE_CHARACTERS_MAX = 1_024;
    static final int META_VALUE_CHARACTERS_SHOWN = 40;
    private static final String ASK_FOR_A_TOKEN =
            " Make a new one with `skerry node join-token` and start the agent with it.";

    private NodeDecisions() {}

    public static Decision<ClusterFact, NoEffect> issue(
            Draft draft, ClusterMessage.IssueToken message) {
        var ended = longEnded(draft.cluster, draft.now);
        var refusal = refusal(draft.cluster, message, ended.size());
        if (refusal != null) return Decision.refuse(refusal);
        var expiresTickMs = draft.now.tickMs() + message.ttlMs();
        var expiresWallMs = draft.now.wallMs() + message.ttlMs();
        var token =
                new JoinToken(
                        message.hash(),
                        message.pool(),
                        expiresTickMs,
                        expiresWallMs,
                        "",
                        message.node(),
                        "");
        if (!ended.isEmpty()) draft.fact(new ClusterFact.TokensForgotten(ended));
        return draft.fact(new ClusterFact.TokenIssued(token)).decision();
    }

    /// Tokens that ended long ago. They are looked for whenever so many have come, and when there
    /// is no room for more.
    private static List<String> longEnded(Cluster cluster, Now now) {
        var tokens = cluster.tokens();
        boolean look = (tokens.size() + 1) % TOKENS_LOOKED_THROUGH_EVERY == 0;
        if (!look && tokens.size() < TOKENS_MAX) return List.of();
        return tokens.values().stream()
                .filter(it -> it.expiresTickMs() + TOKEN_REMEMBERED_MS < now.tickMs())
                .map(JoinToken::hash)
                .limit(TOKENS_FORGOTTEN_MAX)
                .toList();
    }

    /// @param ended so many tokens go when this one comes
    private static @Nullable Refusal refusal(
            Cluster cluster, ClusterMessage.IssueToken message, int ended) {
        if (!message.hash().matches("[0-9a-f]{64}")) {
            return new Refusal.Invalid("hash", message.hash(), "a SHA-256 in 64 hex digits");
        }
        if (!Names.word(message.pool())) {
            return new Refusal.Invalid("pool", message.pool(), Names.WORD_SHOULD);
        }
        if (message.ttlMs() < TOKEN_TTL_MIN_MS || message.ttlMs() > TOKEN_TTL_MAX_MS) {
            return new Refusal.Invalid("ttl", Text.duration(message.ttlMs()), "from 1s to 30d");
        }
        if (!message.node().isEmpty() && !cluster.nodes().has(message.node())) {
            return new Refusal.NotFound("node", message.node());
        }
        if (cluster.tokens().has(message.hash())) {
            return new Refusal.Conflict("This token is already there.", "Make another secret.");
        }
        if (cluster.tokens().size() - ended >= TOKENS_MAX) {
            return new Refusal.Full("join tokens", TOKENS_MAX, "tokens");
        }
        return null;
    }

    /// | token                          | node    | what is done                                  |
    /// |--------------------------------|---------|-----------------------------------------------|
    /// | used by this node and this key | known   | nothing: an answer was lost, it comes again   |
    /// | the same                       | anew    | refused: another has its place since          |
    /// | used by anybody else           | any     | refused: it is dead                           |
    /// | for a new node                 | unknown | the node joins                                |
    /// | for a new node                 | known   | refused: its place is taken only by name      |
    /// | for this node                  | missed  | its place is taken; name and pool stay        |
    /// | for this node                  | heard   | refused: it is there                          |
    /// | for another node               | any     | refused                                       |
    ///
    /// The same for a node that is shut out, which is missed. Revoking it ended all tokens that it
    /// had used or that were made for it, so only one of later lets it in.
    public static Decision<ClusterFact, NoEffect> join(Draft draft, ClusterMessage.Join message) {
        var identity = message.identity();
        var token = draft.cluster.tokens().find(message.hash());
        var forbidden = forbidden(draft.cluster, token, message, draft.now);
        if (token == null || forbidden != null) {
            return Decision.refuse(new Refusal.Forbidden(forbidden + ASK_FOR_A_TOKEN));
        }
        var wrong = wrong(identity);
        if (wrong != null) return Decision.refuse(wrong);
        var id = identity.id();
        var known = draft.cluster.nodes().find(id);
        var joining = JoinToken.joining(token.hash());
        if (!token.usedBy().isEmpty()) {
            if (known != null && known.joining().equals(joining)) return draft.decision();
            return Decision.refuse(joinedAnew(called(draft.cluster, id)));
        }
        var taken = known == null ? full(draft.cluster) : taken(known, token);
        if (taken != null) return Decision.refuse(taken);
        draft.fact(new ClusterFact.TokenUsed(token.hash(), id, message.key()));
        var named =
                known == null
                        ? new Node.Identity(
                                id, identity.name(), token.pool(), identity.datacenter())
                        : known.identity();
        draft.fact(
                new ClusterFact.NodeJoined(named, draft.now.tickMs(), draft.now.wallMs(), joining));
        if (known != null) draft.changed(known, "node joined");
        return draft.decision();
    }

    /// Its name and its id; the id alone when it is not known any more.
    private static String called(Cluster cluster, String id) {
        var node = cluster.nodes().find(id);
        return node == null ? id : node.called();
    }

    private static Refusal joinedAnew(String node) {
        return new Refusal.Forbidden(
                "The join token has been used already, and node %s has joined anew since."
                                .formatted(node)
                        + ASK_FOR_A_TOKEN);
    }

    private static @Nullable Refusal full(Cluster cluster) {
        return cluster.nodes().size() < NODES_MAX
                ? null
                : new Refusal.Full("nodes", NODES_MAX, "nodes");
    }

    /// Ids are no secret, so knowing one gives no right to it.
    private static @Nullable Refusal taken(Node known, JoinToken token) {
        if (token.node().isEmpty()) {
            return new Refusal.Conflict(
                    "Node %s has joined already, and this token is for a new node."
                            .formatted(known.called()),
                    "Make one for it with `skerry node join-token --for-node %1$s`, or remove it"
                                    .formatted(known.id())
                            + " with `skerry node remove %s`; another machine needs an id of its"
                                    .formatted(known.id())
                            + " own.");
        }
        if (!known.contact().reachable()) return null;
        return new Refusal.Conflict(
                "Node %s is connected already.".formatted(known.called()),
                "Another machine needs an id of its own; this one can join anew once it is"
                        + " missed.");
    }

    private static @Nullable String forbidden(
            Cluster cluster, @Nullable JoinToken token, ClusterMessage.Join message, Now now) {
        if (token == null) return "The join token is unknown here.";
        if (now.tickMs() >= token.expiresTickMs() || now.wallMs() >= token.expiresWallMs())
            return "The join token has expired.";
        var id = message.identity().id();
        if (!token.node().isEmpty() && !token.node().equals(id))
            return "The join token was made for node %s, and lets no other in."
                    .formatted(called(cluster, token.node()));
        if (token.usedBy().isEmpty()) return null;
        var by = "The join token has been used already, by node " + called(cluster, token.usedBy());
        if (!token.usedBy().equals(id)) return by + ".";
        return token.key().equals(message.key()) ? null : by + " with another key.";
    }

    private static @Nullable Refusal wrong(Node.Identity identity) {
        if (!identity.id().matches("n-[0-9a-f]{12}")) {
            return new Refusal.Invalid("id", identity.id(), "\"n-\" and 12 hexadecimal digits");
        }
        if (!Names.title(identity.name())) {
            return new Refusal.Invalid("name", identity.name(), Names.TITLE_SHOULD);
        }
        if (!Names.title(identity.datacenter())) {
            return new Refusal.Invalid("datacenter", identity.datacenter(), Names.TITLE_SHOULD);
        }
        return null;
    }

    /// What there is against a node, whatever it says; null: nothing.
    public static @Nullable Refusal against(Cluster cluster, String id) {
        var node = cluster.nodes().find(id);
        return node != null && node.revoked() ? shutOut(node) : null;
    }

    static Refusal shutOut(Node node) {
        return new Refusal.Forbidden(
                "Node %s was revoked: nothing of it is taken until it joins anew with a token of"
                                .formatted(node.called())
                        + " `skerry node join-token --for-node %s`.".formatted(node.id()));
    }

    public static Decision<ClusterFact, NoEffect> describe(
            Draft draft, ClusterMessage.Describe message) {
        var node = draft.cluster.nodes().find(message.node());
        if (node == null) return Decision.refuse(new Refusal.NotFound("node", message.node()));
        var facts = message.facts();
        if (facts.equals(node.facts())) return draft.decision();
        var wrong = facts.wrong();
        if (wrong != null) return Decision.refuse(wrong);
        draft.fact(new ClusterFact.NodeDescribed(node.id(), facts));
        return draft.changed(node, "node facts changed").decision();
    }

    public static Decision<ClusterFact, NoEffect> setMeta(
            Draft draft, ClusterMessage.SetMeta message) {
        var node = draft.cluster.nodes().find(message.node());
        if (node == null) return Decision.refuse(new Refusal.NotFound("node", message.node()));
        var wrong = wrong(message.changes());
        if (wrong != null) return Decision.refuse(wrong);
        var meta = new TreeMap<>(node.meta());
        message.changes()
                .forEach((key, value) -> {
                    if (value == null) meta.remove(key);
                    else meta.put(key, value);
                });
        if (meta.equals(node.meta())) return draft.decision();
        if (meta.size() > META_KEYS_MAX) {
            return Decision.refuse(new Refusal.Full("meta of a node", META_KEYS_MAX, "keys"));
        }
        draft.fact(new ClusterFact.NodeMetaSet(node.id(), meta));
        return draft.changed(node, "node meta changed").decision();
    }

    private static @Nullable Refusal wrong(Map<String, @Nullable String> changes) {
        for (var change : changes.entrySet()) {
            var key = change.getKey();
            if (!Names.key(key)) return new Refusal.Invalid("meta", key, Names.KEY_SHOULD);
            var value = change.getValue();
            boolean fits = value == null || value.length() <= META_VALUE_CHARACTERS_MAX;
            if (value != null && (!fits || !Text.plain(value))) {
                return new Refusal.Invalid(
                        "meta." + key,
                        Text.fit(value, META_VALUE_CHARACTERS_SHOWN),
                        "at most "
                                + META_VALUE_CHARACTERS_MAX
                                + " characters, without control characters");
            }
        }
        return null;
    }
}
