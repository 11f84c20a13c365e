package dev.skerry.agent;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.exec.ExecDriver;
import dev.skerry.agent.exec.ExecSettings;
import dev.skerry.agent.exec.Passage;
import dev.skerry.agent.facts.FactsProbe;
import dev.skerry.agent.files.DataPart;
import dev.skerry.agent.http.LocalServer;
import dev.skerry.agent.journal.Journal;
import dev.skerry.agent.link.Identity;
import dev.skerry.agent.link.Streams;
import dev.skerry.agent.link.Uplink;
import dev.skerry.cluster.NodeFacts;
import dev.skerry.cluster.disk.DataFolder;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.node.NodeRoom;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One node: journal, machine, drivers and uplink, put together.
public final class Agent implements Uplink.Events, AutoCloseable {
    private final AgentTalk talk;
    private final DataFolder lock;
    private final BootClock clock;
    private final WrongClock wrongClock = new WrongClock();

    /// Tells this start of the agent from every other, and from that of a copy.
    private final String instance = HexFormat.of().toHexDigits(new SecureRandom().nextLong());

    private final Identity identity;
    private final AgentMetrics metrics = new AgentMetrics();
    private final Journal journal;
    private final FactsProbe probe;
    private final Driver driver;
    private final ClusterWork work;
    private final List<NodeRoom<?, ?, ?, ?>> rooms;
    private final AgentLoop loop;
    private final Uplink uplink;
    private final Streams streams;
    private final Pulse pulse;
    private final Sounds sounds;
    private final SharedEnd end;
    private final Passage passage;
    private final String name;
    private final Path data;
    private @Nullable LocalServer pages;

    private Agent(AgentConfig config, String version, AgentTalk talk)
            throws IOException, AgentConfig.WrongSetting {
        this.talk = talk;
        name = config.name();
        data = config.data();
        lock = DataFolder.take(config.data(), "agent");
        clock = BootClock.read();
        end =
                DataPart.opened(
                        "remove it: the tasks are started anew then",
                        () -> SharedEnd.open(config.data(), config.tasksEndToo()));
        var users = TaskUsers.of(config.user(), config.given("users"));
        passage = Passage.of(data, AgentConfig.root() ? users.whoever() : null);
        var directories =
                DataPart.opened(
                        "move it away: it holds the tasks' own files",
                        () ->
                                new RunDirectories(
                                        config.data(), AgentConfig.root() ? users.own() : null));
        identity =
                DataPart.opened(
                        "put it right, or move it away and join again with a new token",
                        () -> Identity.open(config.data().resolve("identity")));
        var token = token(config);
        sounds = DataPart.opened("remove it", () -> new Sounds(config.data(), clock.bootId()));
        journal =
                DataPart.opened(
                        "move it away: the servers are asked for what it held",
                        () ->
                                Journal.open(
                                        data.resolve("journal"),
                                        AgentRooms.EMPTY,
                                        AgentRooms.MEMORY_LOST,
                                        identity.joined()));
        probe = FactsProbe.open(config.data(), config.given(), version);
        int coreMhz = probe.read().cpu().mhz();
        driver =
                DataPart.opened(
                        "move it away: what runs is started anew then",
                        () ->
                                ExecDriver.open(
                                        ExecSettings.of(
                                                data.resolve("exec").toAbsolutePath(),
                                                identity.node(),
                                                coreMhz),
                                        this::ended));
        var host =
                new TaskEnvironment.Host(
                        identity.node(), config.name(), version, config.given("env"));
        work =
                new ClusterWork(
                        new Mailbox(),
                        this::send,
                        new ClusterWork.Means(driver, directories, host, users),
                        probe,
                        metrics);
        rooms = List.of(work.room());
        loop = new AgentLoop(identity.node(), rooms, journal, clock, metrics, talk);
        uplink =
                new Uplink(
                        new Uplink.Settings(
                                config.servers(), token, config.name(), config.datacenter()),
                        identity,
                        this,
                        clock::tickMs,
                        new SplittableRandom(new SecureRandom().nextLong()));
        streams = new Streams(new ToServer());
        pulse = new Pulse(uplink::pingEveryMs, this::lookAtFacts, this::giveSign);
    }

    /// Starts a node. Its tasks are taken over, or started from the journal, before any server is
    /// looked for.
    public static Agent start(AgentConfig config, String version, java.io.PrintStream out)
            throws IOException, AgentConfig.WrongSetting {
        var agent = new Agent(config, version, new AgentTalk(out));
        agent.begin();
        agent.openPages(config.http());
        return agent;
    }

    /// A node that has joined starts without its token, or the file in which it once stood.
    private String token(AgentConfig config) throws IOException, AgentConfig.WrongSetting {
        try {
            var token = config.tokenText();
            Uplink.check(token);
            return token;
        } catch (IOException | AgentConfig.WrongSetting e) {
            if (!identity.joined()) throw e;
            talk.say("this node has joined; its token is passed over: " + e.getMessage());
            return "";
        }
    }

    private void begin() throws IOException {
        if (journal.tornBytes() > 0)
            talk.say("the end of the journal was torn by a power cut and has been cut off");
        trouble("journal", journal.damage());
        if (!identity.repaired().isEmpty()) talk.say(identity.repaired());
        trouble("data", passage.trouble());
        work.start(end.bootId(clock.bootId()), sounds.lastTickMs());
        for (var shortcoming : driver.shortcomings()) talk.say(shortcoming);
        Thread.ofPlatform().name("machine").start(loop::run);
        Thread.ofPlatform().daemon().name("uplink").start(uplink);
        pulse.start();
    }

    /// A port that is taken is no reason not to work.
    private void openPages(String address) {
        if (address.equals("none")) return;
        try {
            var opened = LocalServer.open(address, new NodePages(this));
            pages = opened;
            talk.say("metrics and the node's own view are on http://" + opened.address());
        } catch (IOException e) {
            talk.say(
                    "http %s cannot be used (%s): the agent works without its pages; choose another"
                                    .formatted(address, e.getMessage())
                            + " with --http");
        }
    }

    /// The node's state now, for those who stand beside it.
    public NodeState state() {
        return loop.house().of(NODE);
    }

    public AgentMetrics metrics() {
        return metrics;
    }

    public String node() {
        return identity.node();
    }

    /// What people call it.
    public String name() {
        return name;
    }

    public String version() {
        return probe.agentVersion();
    }

    /// Where the local pages are, `host:port`; empty: nowhere.
    public String pagesAddress() {
        var open = pages;
        return open == null ? "" : open.address();
    }

    public boolean connected() {
        return uplink.connected();
    }

    /// How long no server was heard, reboots included; 0: one is heard.
    public long aloneMs() {
        return state().contact().aloneMs(clock.tickMs());
    }

    /// Where all of it lies.
    public Path data() {
        return data;
    }

    /// Messages that were not worked through yet.
    public int waiting() {
        return loop.waiting();
    }

    /// What keeps the journal from taking facts; empty: nothing.
    public String trouble() {
        return loop.trouble();
    }

    /// The facts as they are told to the servers.
    public NodeFacts facts() {
        return work.facts();
    }

    /// The meta that the servers hold for this node.
    public Map<String, String> meta() {
        return work.meta();
    }

    public Driver driver() {
        return driver;
    }

    public BootClock clock() {
        return clock;
    }

    /// The loop, as the work of the node sees it.
    private final class Mailbox implements ClusterWork.Mailbox {
        @Override
        public void post(NodeMessage message) {
            loop.post(NODE, message);
        }

        @Override
        public void postAgain(NodeMessage message) {
            loop.postAgain(NODE, message);
        }

        @Override
        public NodeState state() {
            return Agent.this.state();
        }
    }

    /// The uplink, as streams see it.
    private final class ToServer implements Streams.Sender {
        @Override
        public boolean send(Frame.FromNode frame) {
            return uplink.send(frame);
        }

        @Override
        public void drop(long stream) {
            uplink.drop(stream);
        }
    }

    private void ended(ExitEvent event) {
        work.ended(event);
    }

    private boolean send(Frame.FromNode frame) {
        return uplink.send(frame);
    }

    @Override
    public Frame.Hello hello() {
        return new Frame.Hello(
                Frame.PROTOCOL,
                identity.node(),
                probe.agentVersion(),
                clock.bootId(),
                instance,
                rooms.stream().map(room -> room.part().seen()).toList());
    }

    private volatile String epoch = "";

    @Override
    public void up(Frame.Welcome welcome, long askedTickMs, List<String> lacking) {
        metrics.links.increment();
        epoch = welcome.epoch();
        talk.say("connected to a server as " + identity.node());
        for (var room : lacking)
            talk.say("the server does not have \"%s\": what is said there waits".formatted(room));
        sounds.heard(askedTickMs);
        wrongClock.heard(welcome.wallMs(), clock.tickMs());
        trouble("clock", wrongClock.sentence(clock.now()));
        pulse.changed();
        for (var room : rooms) room.part().up(askedTickMs);
    }

    @Override
    public void told(String room, byte[] body) throws Malformed {
        for (var it : rooms) if (it.room().name().equals(room)) it.part().told(body, epoch);
    }

    @Override
    public void stream(Uplink.Reading reading) {
        switch (reading) {
            case Uplink.Reading.Opened(var open) -> open(open);
            case Uplink.Reading.Granted(long stream, long more) -> streams.granted(stream, more);
            case Uplink.Reading.Closed(long stream) -> streams.close(stream);
        }
    }

    private void open(Frame.Open open) {
        try {
            for (var it : rooms)
                if (it.room().name().equals(open.room()))
                    streams.open(open.stream(), open.credit(), it.part().open(open.request()));
        } catch (Malformed e) {
            streams.refuse(open.stream(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void say(String sentence) {
        talk.say(sentence);
    }

    @Override
    public void answered(long saidTickMs) {
        sounds.heard(saidTickMs);
    }

    @Override
    public void down(String reason, long silentSinceTickMs) {
        talk.say("the link is down (" + reason + "); the tasks go on");
        streams.closeAll();
        for (var room : rooms) room.part().down(silentSinceTickMs);
    }

    private String lastFailure = "";

    @Override
    public void failed(String reason) {
        metrics.linkFailures.increment();
        if (!reason.equals(lastFailure)) talk.say("no link: " + reason);
        lastFailure = reason;
    }

    private String lastComplaint = "";

    private void lookAtFacts() {
        trouble("clock", wrongClock.sentence(clock.now()));
        trouble("data", passage.trouble());
        var now = probe.read();
        var complaint = probe.complaint();
        if (!complaint.equals(lastComplaint) && !complaint.isEmpty()) talk.say(complaint);
        lastComplaint = complaint;
        work.looked(now, uplink.connected());
    }

    private void giveSign() {
        uplink.ping();
    }

    /// Said here at once, and to the servers with the facts.
    private void trouble(String subject, String sentence) {
        if (probe.trouble(subject, sentence) && !sentence.isEmpty()) talk.say(sentence);
    }

    /// Ends the agent. The tasks go on, unless the configuration says that they end as well.
    @Override
    public void close() throws IOException {
        if (pages != null) pages.close();
        pulse.close();
        uplink.close();
        work.close();
        driver.close();
        journal.close();
        sounds.close();
        end.endTasks(driver);
        driver.leave();
        lock.close();
    }
}
