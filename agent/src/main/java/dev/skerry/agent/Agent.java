package dev.skerry.agent;

import dev.skerry.agent.AgentTalk.Often;
import dev.skerry.agent.cluster.TaskUsers;
import dev.skerry.agent.container.ContainerDriver;
import dev.skerry.agent.container.ContainerSettings;
import dev.skerry.agent.container.StoredImages;
import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.Drivers;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.exec.ConfinementLook;
import dev.skerry.agent.exec.ExecDriver;
import dev.skerry.agent.exec.ExecSettings;
import dev.skerry.agent.exec.RawExecDriver;
import dev.skerry.agent.facts.FactsProbe;
import dev.skerry.agent.facts.JavaHome;
import dev.skerry.agent.facts.JavaHomes;
import dev.skerry.agent.files.DataPart;
import dev.skerry.agent.http.LocalPage;
import dev.skerry.agent.http.LocalServer;
import dev.skerry.agent.http.PagesToken;
import dev.skerry.agent.image.ImageSettings;
import dev.skerry.agent.journal.Journal;
import dev.skerry.agent.jvm.JavaDriver;
import dev.skerry.agent.link.NodeSeal;
import dev.skerry.agent.link.OwnIdentity;
import dev.skerry.agent.link.Streams;
import dev.skerry.agent.link.Uplink;
import dev.skerry.agent.shim.ProcessSettings;
import dev.skerry.agent.shim.Processes;
import dev.skerry.agent.wasm.WasmDriver;
import dev.skerry.agent.wasm.WasmHost;
import dev.skerry.cluster.disk.DataFolder;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.node.Caused;
import dev.skerry.kernel.node.NodeRoom;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One node: journal, machine, drivers and uplink, put together.
public final class Agent implements Uplink.Served, AutoCloseable {
    private final AgentTalk talk;
    private final DataFolder lock;
    private final BootClock clock;
    private final WrongClock wrongClock = new WrongClock();

    /// Tells this start of the agent from every other, and from that of a copy.
    private final String instance = HexFormat.of().toHexDigits(new SecureRandom().nextLong());

    private final OwnIdentity identity;
    private final AgentMetrics metrics = new AgentMetrics();
    private final Journal journal;
    private final FactsProbe probe;
    private final Drivers drivers;

    /// Ends are told from the moment on in which processes can be started.
    private final List<AgentRoom.AtWork> rooms = new CopyOnWriteArrayList<>();

    private final LinkParts parts;
    private final AgentLoop loop;
    private final Uplink uplink;
    private final Streams streams;
    private final Pulse pulse;
    private final LastHeard lastHeard;
    private final SharedEnd end;
    private final String name;
    private final Path data;
    private @Nullable LocalServer pages;

    /// It is being closed: that the link goes down says nothing more.
    private volatile boolean ending;

    private Agent(
            DataFolder lock,
            AgentConfig config,
            List<AgentRoom> kinds,
            String version,
            AgentTalk talk)
            throws IOException, AgentConfig.WrongSetting {
        this.lock = lock;
        this.talk = talk;
        name = config.name();
        data = config.data();
        clock = BootClock.read();
        end =
                DataPart.opened(
                        "remove it: the tasks are started anew then",
                        () -> SharedEnd.open(config.data(), config.tasksEndToo()));
        identity =
                DataPart.opened(
                        "put it right, or move it away and join again with a new token",
                        () -> OwnIdentity.open(config.data().resolve("identity")));
        var token = token(config);
        lastHeard =
                DataPart.opened("remove it", () -> new LastHeard(config.data(), clock.bootId()));
        journal =
                DataPart.opened(
                        "move it away: the servers are asked for what it held",
                        () ->
                                Journal.open(
                                        data.resolve("journal"),
                                        AgentRooms.empty(kinds),
                                        AgentRooms.memoryLost(kinds),
                                        identity.joined()));
        probe = FactsProbe.open(config.data(), config.given(), version);
        int coreMhz = probe.read().cpu().mhz();
        drivers = drivers(config, coreMhz);
        probe.drivers(drivers::words);
        var node = identity.node();
        var seal = new NodeSeal(identity);
        var calls = new ForRooms();
        var forRooms = new AgentParts(config, node, version, clock, probe, drivers, seal, calls);
        for (var kind : kinds) rooms.add(kind.open(forRooms));
        parts = new LinkParts(onNode().stream().map(NodeRoom::part).toList(), this::roomFailed);
        loop =
                new AgentLoop(
                        identity.node(),
                        onNode(),
                        AgentRooms.empty(kinds),
                        journal,
                        clock,
                        metrics,
                        talk,
                        this::offerAgain);
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
    ///
    /// @param rooms [AgentRooms#usual], or more
    public static Agent start(
            AgentConfig config, List<AgentRoom> rooms, String version, PrintStream out)
            throws IOException, AgentConfig.WrongSetting {
        try {
            var lock = DataFolder.take(config.data(), "agent");
            // tasks begin elsewhere, and behind walls where the way to it need not be
            var there = config.at(config.data().toRealPath());
            var agent = new Agent(lock, there, rooms, version, new AgentTalk(out));
            agent.begin();
            agent.openPages(config);
            return agent;
        } catch (IOException e) {
            throw FileTrouble.in(config.data(), e);
        }
    }

    private Drivers drivers(AgentConfig config, int coreMhz)
            throws IOException, AgentConfig.WrongSetting {
        var folder = data.resolve("exec");
        var settings = ProcessSettings.of(folder, identity.node(), coreMhz);
        var processes =
                DataPart.opened(
                        "move it away: what runs is started anew then",
                        () -> Processes.open(settings, this::ended));
        // tasks come through it, and so does what is tried out
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx--x--x"));
        var given = config.drivers();
        var exec = exec(config, folder);
        var confining = ConfinementLook.at(processes, exec);
        var javas = JavaHomes.ofThisMachine();
        var all = new ArrayList<Driver>();
        all.add(new ExecDriver(processes, confining));
        if (given.rawExec()) all.add(new RawExecDriver(processes, exec.apart()));
        all.add(new JavaDriver(processes, confining, javas::found, JavaHome.own(), exec.user()));
        var home = System.getenv("SKERRY_HOME");
        if (home != null)
            all.add(new WasmDriver(processes, confining, WasmHost.of(Path.of(home)), exec.user()));
        if (AgentConfig.root())
            all.add(containers(given, processes, folder.resolve("skerry-shim")));
        return new Drivers(processes, all);
    }

    private ContainerDriver containers(DriverSettings given, Processes processes, Path shim)
            throws IOException {
        var path = System.getenv().getOrDefault("PATH", "");
        var images = data.resolve("images");
        var stored =
                new ImageSettings(
                        path,
                        System.getProperty("os.arch"),
                        given.ids(),
                        given.imagesMax(),
                        given.imagesMax(),
                        given.registries(),
                        given.credentials(),
                        shim);
        return new ContainerDriver(
                processes,
                new ContainerSettings(
                        path,
                        data.resolve("containers"),
                        images.resolve("layers"),
                        shim,
                        identity.node(),
                        given.ids()),
                new StoredImages(images, stored, data.resolve("runs")));
    }

    private ExecSettings exec(AgentConfig config, Path folder) throws AgentConfig.WrongSetting {
        boolean root = AgentConfig.root();
        var users = TaskUsers.of(config.user(), config.given("users"));
        return new ExecSettings(
                config.drivers().confine(),
                System.getenv().getOrDefault("PATH", ""),
                data,
                folder,
                root ? users.whoever() : "",
                root && config.user().isEmpty());
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
        if (journal.tornBytes() > 0 && journal.damage().isEmpty())
            talk.say("the end of the journal was torn by a power cut and has been cut off");
        trouble("journal", journal.damage());
        if (!identity.repaired().isEmpty()) talk.say(identity.repaired());
        for (var room : rooms) room.start(end.bootId(clock.bootId()), lastHeard.tickMs());
        for (var lacking : drivers.shortcomings()) trouble("tasks: " + lacking, lacking);
        Thread.ofPlatform().name("machine").start(loop::run);
        Thread.ofPlatform().daemon().name("uplink").start(uplink);
        pulse.start();
    }

    /// A port that is taken is no reason not to work.
    private void openPages(AgentConfig config) {
        var address = config.http();
        if (address.equals("none")) return;
        try {
            var token = PagesToken.of(config.pagesToken());
            var opened = LocalServer.open(address, token, this::ofTasks, localPages());
            pages = opened;
            talk.say("metrics and the node's own view are on http://" + opened.address());
        } catch (IOException | AgentConfig.WrongSetting e) {
            trouble(
                    "http",
                    "http %s cannot be used (%s): the agent works without its pages; choose another"
                                    .formatted(address, e.getMessage())
                            + " with --http");
        }
    }

    private boolean ofTasks(long user) {
        return rooms.stream().anyMatch(room -> room.runsAs(user));
    }

    private List<LocalPage> localPages() {
        var all = new ArrayList<LocalPage>();
        all.add(LocalPage.text("/", this::front));
        all.add(LocalPage.figures("/metrics", new AgentFigures(this)::text));
        for (var room : rooms) all.addAll(room.pages());
        return all;
    }

    private String front() {
        var text = new PlainText();
        text.line("skerry agent ", version(), ": ", name, ", ", node());
        if (!trouble().isEmpty()) text.line("the journal takes no facts: ", trouble());
        for (var room : rooms) room.front(text);
        var more = localPages().stream().map(LocalPage::path).filter(it -> !it.equals("/"));
        text.line("more: ", more.sorted().collect(Collectors.joining(" ")));
        return text.toString();
    }

    /// What the rooms have here.
    List<AgentRoom.AtWork> rooms() {
        return rooms;
    }

    private List<NodeRoom<?, ?, ?, ?>> onNode() {
        return rooms.stream().<NodeRoom<?, ?, ?, ?>>map(AgentRoom.AtWork::onNode).toList();
    }

    AgentMetrics metrics() {
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

    /// What the machine is and has now, and what keeps it from its work.
    public NodeFacts facts() {
        return probe.read();
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

    /// The agent, as its rooms see it.
    private final class ForRooms implements AgentParts.Calls {
        @Override
        public <M> void post(Room<?, M, ?, ?> room, M message) {
            loop.post(room, message);
        }

        @Override
        public <M> void postAgain(Room<?, M, ?, ?> room, M message) {
            loop.postAgain(room, message);
        }

        @Override
        public <M> void caused(Room<?, M, ?, ?> room, Caused<M> what) {
            loop.caused(room, what);
        }

        @Override
        public House house() {
            return loop.house();
        }

        @Override
        public boolean send(Frame.FromNode frame) {
            return uplink.send(frame);
        }

        @Override
        public boolean connected() {
            return uplink.connected();
        }

        @Override
        public long fleetWallMs() {
            return wrongClock.fleetWallMs(clock.now());
        }

        @Override
        public String journalTrouble() {
            return loop.trouble();
        }

        @Override
        public void trouble(String subject, String sentence) {
            var _ = Agent.this.trouble(subject, sentence);
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
        for (var room : rooms) if (room.ended(event)) return;
    }

    private TaskSpec.StopSpec stop(TaskHandle handle) {
        for (var room : rooms) {
            var said = room.stop(handle);
            if (said != null) return said;
        }
        return TaskSpec.StopSpec.DEFAULT;
    }

    /// By the machines' thread: the next link begins with all that this node does not have yet.
    private void offerAgain() {
        uplink.startAnew();
    }

    /// A room has failed, which cost nothing else.
    private void roomFailed(String sentence) {
        say(Often.FAULT, sentence);
    }

    @Override
    public Frame.Hello hello() {
        return new Frame.Hello(
                Frame.PROTOCOL,
                identity.node(),
                probe.agentVersion(),
                clock.bootId(),
                instance,
                parts.seen());
    }

    @Override
    public void up(Frame.Welcome welcome, long askedTickMs, List<String> lacks) {
        metrics.links.increment();
        var without = String.join(", ", lacks);
        var waits = without.isEmpty() ? "" : ", which lacks %s: what is said there waits";
        say(
                Often.CONNECTED,
                "connected to a server as " + identity.node() + waits.formatted(without));
        lastHeard.heard(askedTickMs);
        wrongClock.heard(welcome.wallMs(), clock.tickMs());
        trouble("clock", wrongClock.sentence(clock.now()));
        pulse.changed();
        parts.up(welcome.epoch(), askedTickMs, lacks);
    }

    @Override
    public void told(String room, byte[] body) throws Malformed {
        parts.told(room, body);
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
            streams.open(open.stream(), open.credit(), parts.open(open));
        } catch (Malformed e) {
            streams.refuse(open.stream(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void say(String sentence) {
        say(Often.SAID, sentence);
    }

    /// Once a second at most, however often somebody looks.
    void hasNoFigures(String sentence) {
        say(Often.FIGURES, sentence);
    }

    private void say(Often kind, String sentence) {
        talk.say(kind, sentence, clock.tickMs());
    }

    @Override
    public void answered(long saidTickMs) {
        lastHeard.heard(saidTickMs);
    }

    @Override
    public void down(String reason, long silentSinceTickMs) {
        if (!ending) say(Often.DOWN, "the link is down (" + reason + "); the tasks go on");
        streams.closeAll();
        parts.down(silentSinceTickMs);
    }

    private String lastFailure = "";

    @Override
    public void failed(String reason) {
        metrics.linkFailures.increment();
        if (!reason.equals(lastFailure)) say(Often.NO_LINK, "no link: " + reason);
        lastFailure = reason;
    }

    private void lookAtFacts() {
        trouble("clock", wrongClock.sentence(clock.now()));
        var now = probe.read();
        if (trouble("facts", probe.complaint())) now = probe.read();
        for (var room : rooms) looked(room, now);
    }

    /// It has another look soon.
    private void looked(AgentRoom.AtWork room, NodeFacts now) {
        try {
            room.looked(now);
        } catch (RuntimeException | StackOverflowError e) {
            var name = room.onNode().room().name();
            roomFailed("\"%s\" fails on a look at the machine: %s".formatted(name, Bug.words(e)));
        }
    }

    private void giveSign() {
        uplink.ping();
    }

    /// Said here at once, and to the servers with the facts.
    ///
    /// @return whether it is news
    private boolean trouble(String subject, String sentence) {
        boolean news = probe.trouble(subject, sentence);
        if (news && !sentence.isEmpty()) talk.say(sentence);
        return news;
    }

    /// Ends the agent. The tasks go on, unless the configuration says that they end as well.
    @Override
    public void close() throws IOException {
        ending = true;
        talk.say(end.words());
        if (pages != null) pages.close();
        pulse.close();
        uplink.close();
        for (var room : rooms.reversed()) room.close();
        drivers.keeper().close();
        journal.close();
        lastHeard.close();
        end.endTasks(drivers.keeper(), this::stop);
        drivers.keeper().leave();
        lock.close();
    }
}
