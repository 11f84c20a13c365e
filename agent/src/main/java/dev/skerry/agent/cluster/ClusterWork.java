package dev.skerry.agent.cluster;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.AgentParts;
import dev.skerry.agent.AgentRoom;
import dev.skerry.agent.PlainText;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.health.Checker;
import dev.skerry.agent.http.LocalPage;
import dev.skerry.agent.link.NodeSeal.Stamp;
import dev.skerry.agent.users.Passage;
import dev.skerry.cluster.agent.ClusterNodePart;
import dev.skerry.cluster.agent.ClusterNodeRoom;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.kernel.link.StreamSource;
import dev.skerry.kernel.node.Caused;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Nodes, jobs and allocations on this node: carries out what its machine asks, and tells the
/// servers how the node and its work stand.
final class ClusterWork implements AgentRoom.AtWork, ClusterNodeRoom.Hands {
    private final AgentParts agent;
    private final RunDirectories directories;
    private final Passage passage;
    private final TaskCounts counts = new TaskCounts();
    private final Identities identities;
    private final TaskRunner runner;
    private final ScriptChecks scripts;
    private final Checker checker;
    private final ClusterNodeRoom room = new ClusterNodeRoom(this);
    private final ClusterNodeFigures figures;
    private final ClusterPages pages;
    private final String shortcoming;
    private final LongPredicate runsAs;
    private volatile @Nullable NodeFacts described;
    private volatile Map<String, String> meta = Map.of();

    ClusterWork(AgentParts agent, RunDirectories directories, TaskUsers users) {
        this.agent = agent;
        this.directories = directories;
        var config = agent.config();
        boolean root = AgentConfig.root();
        passage = Passage.of(config.data(), root ? users.whoever() : null);
        runsAs = root ? users.numbers() : _ -> false;
        shortcoming = root ? users.shortcoming() : "";
        var host =
                new TaskEnvironment.Host(
                        agent.node(), config.name(), agent.version(), config.given("env"));
        identities = new Identities(directories, new ByAgent(agent));
        runner =
                new TaskRunner(
                        agent.drivers(),
                        directories,
                        new LaunchMaker(directories, host, users, identities),
                        counts,
                        this::post);
        scripts = new ScriptChecks(runner);
        checker = new Checker(scripts, this::checked);
        figures = new ClusterNodeFigures(this, counts, agent.drivers().keeper());
        pages = new ClusterPages(agent, this);
    }

    /// What the agent has to make identities with.
    private record ByAgent(AgentParts agent) implements Identities.Source {
        @Override
        public @Nullable Stamp stamp() throws GeneralSecurityException {
            return agent.seal().stamp();
        }

        @Override
        public long tickMs() {
            return agent.clock().tickMs();
        }

        @Override
        public long wallMs() {
            return agent.calls().fleetWallMs();
        }
    }

    @Override
    public void start(String boot, long heardTickMs) throws IOException {
        lookAtPassage();
        agent.calls().trouble("isolation", shortcoming);
        post(new NodeMessage.Started(boot, heardTickMs, runner.recover()));
    }

    private void lookAtPassage() {
        agent.calls().trouble("data", passage.trouble());
    }

    /// The tasks of an agent that is not root are that user himself, who may know all of it.
    @Override
    public boolean runsAs(long user) {
        return runsAs.test(user);
    }

    @Override
    public ClusterNodeRoom onNode() {
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
        return agent.calls().send(ClusterNodePart.frame(said));
    }

    @Override
    public NodeState state() {
        return agent.calls().house().of(NODE);
    }

    @Override
    public void post(NodeMessage message) {
        agent.calls().post(NODE, message);
    }

    @Override
    public void caused(Caused<NodeMessage> what) {
        agent.calls().caused(NODE, what);
    }

    @Override
    public void describe() {
        describe(agent.probe().read());
    }

    private void describe(NodeFacts facts) {
        if (said(new NodeSays.Described(facts))) described = facts;
    }

    @Override
    public void looked(NodeFacts now) {
        lookAtPassage();
        agent.calls().trouble("identities", identities.renew(state().runs().values()));
        if (agent.calls().connected() && !now.equals(described)) describe(now);
    }

    /// How long no server was heard, reboots included, in milliseconds; 0: one is heard.
    long aloneMs() {
        return state().contact().aloneMs(agent.clock().tickMs());
    }

    /// The facts as they are told to the servers.
    NodeFacts facts() {
        var known = described;
        return known == null ? agent.probe().read() : known;
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
        if (!it.well()) counts.checksFailed.increment();
        agent.calls().postAgain(NODE, message);
    }

    @Override
    public boolean ended(ExitEvent event) {
        return scripts.ended(event) || runner.ended(event);
    }

    @Override
    public TaskSpec.@Nullable StopSpec stop(TaskHandle handle) {
        var run = state().runs().find(handle.allocation());
        var spec = run == null ? null : run.spec(handle.task());
        return spec == null ? null : spec.stop();
    }

    @Override
    public void figures(PrometheusText to) {
        figures.write(to);
    }

    @Override
    public List<LocalPage> pages() {
        return pages.all();
    }

    @Override
    public void front(PlainText to) {
        pages.front(to);
    }

    @Override
    public void close() {
        checker.close();
        runner.close();
    }
}
