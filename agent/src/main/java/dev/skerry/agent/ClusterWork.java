package dev.skerry.agent;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.facts.FactsProbe;
import dev.skerry.agent.health.Checker;
import dev.skerry.cluster.NodeFacts;
import dev.skerry.cluster.agent.ClusterNodePart;
import dev.skerry.cluster.agent.ClusterNodeRoom;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.StreamSource;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Nodes, jobs and allocations on this node: carries out what its machine asks, and tells the
/// servers how the node and its work stand.
final class ClusterWork implements ClusterNodeRoom.Hands, AutoCloseable {
    private final Mailbox mailbox;
    private final Predicate<Frame.FromNode> link;
    private final RunDirectories directories;
    private final FactsProbe probe;
    private final AgentMetrics metrics;
    private final TaskRunner runner;
    private final ScriptChecks scripts;
    private final Checker checker;
    private final ClusterNodeRoom room = new ClusterNodeRoom(this);
    private volatile @Nullable NodeFacts described;
    private volatile Map<String, String> meta = Map.of();

    /// Where the node's machine is.
    interface Mailbox {
        void post(NodeMessage message);

        /// The same for what comes again anyway: it is let go while too much waits.
        void postAgain(NodeMessage message);

        /// As the journal has it.
        NodeState state();
    }

    /// What tasks are run with.
    record Means(
            Driver driver,
            RunDirectories directories,
            TaskEnvironment.Host host,
            TaskUsers users) {}

    ClusterWork(
            Mailbox mailbox,
            Predicate<Frame.FromNode> link,
            Means means,
            FactsProbe probe,
            AgentMetrics metrics) {
        this.mailbox = mailbox;
        this.link = link;
        this.directories = means.directories();
        this.probe = probe;
        this.metrics = metrics;
        runner =
                new TaskRunner(
                        means.driver(),
                        means.directories(),
                        means.host(),
                        means.users(),
                        metrics,
                        this::post);
        scripts = new ScriptChecks(runner);
        checker = new Checker(scripts, this::checked);
    }

    /// What runs is taken over; before anything else is decided.
    ///
    /// @param soundTickMs when a server was heard last
    void start(String bootId, long soundTickMs) throws IOException {
        mailbox.post(new NodeMessage.Started(bootId, soundTickMs, runner.recover()));
    }

    /// As the node runs it.
    ClusterNodeRoom room() {
        return room;
    }

    @Override
    public void start(NodeEffect.StartTask it) {
        runner.start(it);
    }

    @Override
    public void signal(NodeEffect.SignalTask it) {
        runner.signal(it);
    }

    @Override
    public void kill(NodeEffect.KillTask it) {
        runner.kill(it);
    }

    @Override
    public void drop(NodeEffect.DropTask it) {
        runner.drop(it);
    }

    @Override
    public void clean(String allocation) {
        runner.clean(allocation);
    }

    @Override
    public void changed(NodeState state) {
        checker.follow(NodeMachine.checks(state));
    }

    @Override
    public void say(NodeSays said) {
        var _ = said(said);
    }

    /// False: there is no link, or nobody there listens.
    private boolean said(NodeSays said) {
        return link.test(ClusterNodePart.frame(said));
    }

    @Override
    public NodeState state() {
        return mailbox.state();
    }

    @Override
    public void post(NodeMessage message) {
        mailbox.post(message);
    }

    @Override
    public void describe() {
        describe(probe.read());
    }

    private void describe(NodeFacts facts) {
        if (said(new NodeSays.Described(facts))) described = facts;
    }

    /// The facts have been looked at; the servers are told what has changed.
    void looked(NodeFacts now, boolean connected) {
        if (connected && !now.equals(described)) describe(now);
    }

    /// The facts as they are told to the servers.
    NodeFacts facts() {
        var known = described;
        return known == null ? probe.read() : known;
    }

    @Override
    public void meta(Map<String, String> next) {
        meta = next;
    }

    /// The meta that the servers hold for this node.
    Map<String, String> meta() {
        return meta;
    }

    @Override
    public StreamSource log(LogRequest request) {
        return new TaskLog(
                directories, request, () -> goesOn(request.allocation(), request.task()));
    }

    private boolean goesOn(String allocation, String task) {
        var run = state().runs().find(allocation);
        var known = run == null ? null : run.task(task);
        return known != null && known.live();
    }

    private void checked(NodeMessage message) {
        if (!(message instanceof NodeMessage.Checked it)) {
            post(message);
            return;
        }
        if (!it.well()) metrics.checksFailed.increment();
        mailbox.postAgain(message);
    }

    /// A process has ended.
    void ended(ExitEvent event) {
        if (!scripts.ended(event)) runner.ended(event);
    }

    @Override
    public void close() {
        checker.close();
        runner.close();
    }
}
