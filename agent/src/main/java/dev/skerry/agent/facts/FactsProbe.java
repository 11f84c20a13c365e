package dev.skerry.agent.facts;

import dev.skerry.agent.AgentConfig;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.kernel.Text;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at the machine: most of it once, power and links at each look, devices and software every
/// few minutes. What people say of the node goes over what was found.
///
/// Small changes are kept quiet, since each one told travels to the servers: charge comes in whole
/// percents, and the estimated runtime is told when it has moved by a twentieth.
public final class FactsProbe {
    /// Looks between two looks at what changes when somebody has been at the machine.
    private static final int SLOW_LOOKS = 60;

    private static final int FILES_COUNTED_MAX = 20_000;
    private static final double RUNTIME_STEP = 0.05;

    /// Sentences about one node: who looks at it reads no more.
    private static final int TROUBLES_MAX = 16;

    /// Free space is told in these steps, so that it doesn't change with each start.
    private static final long DISK_STEP_BYTES = 64L << 20;

    private final Roots roots;
    private final String agentVersion;
    private final Found found;
    private final Map<String, String> given;
    private final Reserve reserve;
    private final Map<String, String> labels;
    private final FactFiles files;
    private final PowerLook power;
    private final TreeMap<String, String> troubles = new TreeMap<>();
    private Supplier<List<String>> drivers = List::of;
    private boolean troubled;
    private int looks;
    private Changing changing;
    private @Nullable NodeFacts last;

    /// What stays as it is until the machine is started anew.
    private record Found(
            NodeFacts.Os os, Processor processor, int score, long memoryBytes, long diskBytes) {}

    private record Changing(
            NodeFacts.Power power,
            List<NodeFacts.NetworkLink> links,
            List<NodeFacts.Device> devices,
            NodeFacts.Software software,
            List<String> drivers) {
        Changing with(List<String> words) {
            return new Changing(power, links, devices, software, words);
        }

        /// What drivers say, and what the agent itself can.
        NodeFacts.Software all() {
            var words = new ArrayList<>(drivers);
            words.addAll(software.drivers());
            return new NodeFacts.Software(
                    software.agent(), software.java(), software.runtimes(), words);
        }
    }

    private FactsProbe(
            Roots roots,
            Path data,
            SequencedMap<String, SequencedMap<String, String>> config,
            String agentVersion)
            throws AgentConfig.WrongSetting {
        this.roots = roots;
        this.agentVersion = agentVersion;
        given = part(config, "fact");
        Given.put(given, new FactsDraft());
        reserve = Reserve.of(part(config, "reserve"));
        labels = Labels.of(part(config, "label"));
        var processor = Processor.at(roots);
        found =
                new Found(
                        OsLook.at(roots),
                        processor,
                        given.containsKey("cpu.score") ? 1 : SpeedScore.of(data, processor),
                        memoryBytes(roots),
                        diskBytes(data));
        files = new FactFiles(data);
        power = new PowerLook(roots);
        changing = look(power.read());
    }

    /// Looks at this machine for the first time, which takes some 30 ms more when its speed was not
    /// measured yet.
    ///
    /// @param data the agent's directory
    /// @param given `label`, `fact` and `reserve` of the configuration
    /// @throws AgentConfig.WrongSetting when something given is unknown or cannot be right
    public static FactsProbe open(
            Path data,
            SequencedMap<String, SequencedMap<String, String>> given,
            String agentVersion)
            throws IOException, AgentConfig.WrongSetting {
        Files.createDirectories(data);
        return open(Roots.ofThisMachine(), data, given, agentVersion);
    }

    static FactsProbe open(
            Roots roots,
            Path data,
            SequencedMap<String, SequencedMap<String, String>> given,
            String agentVersion)
            throws AgentConfig.WrongSetting {
        return new FactsProbe(roots, data, given, agentVersion);
    }

    private static Map<String, String> part(
            SequencedMap<String, SequencedMap<String, String>> config, String name) {
        var part = config.get(name);
        return part == null ? Map.of() : new TreeMap<>(part);
    }

    public String agentVersion() {
        return agentVersion;
    }

    /// What is wrong with a file in `facts.d`, as a sentence; empty: nothing.
    public synchronized String complaint() {
        return files.complaint();
    }

    /// Notes who says which drivers work here and what they have.
    ///
    /// @param words asked whenever software is looked at
    public synchronized void drivers(Supplier<List<String>> words) {
        drivers = words;
        changing = changing.with(words.get());
        last = null;
    }

    /// Notes what is wrong with this node, by its subject; an empty sentence takes it back.
    ///
    /// @return whether it is news
    public synchronized boolean trouble(String subject, String sentence) {
        var line = sentence.replaceAll("\\p{Cc}", " "); // a name of a file can have any character
        var fits = Text.fit(line, NodeFacts.TEXT_CHARACTERS_MAX);
        var before = fits.isEmpty() ? troubles.remove(subject) : troubles.put(subject, fits);
        boolean news = !fits.equals(before == null ? "" : before);
        troubled |= news;
        return news;
    }

    /// What it is now. Cheap enough to be asked every few seconds: a few small files, no process.
    /// The same object as before when nothing has changed.
    public synchronized NodeFacts read() {
        boolean others = files.look();
        var powerNow = power.read();
        var now =
                looks++ % SLOW_LOOKS == 0
                        ? look(powerNow)
                        : new Changing(
                                powerNow,
                                LinksLook.at(roots),
                                changing.devices(),
                                changing.software(),
                                changing.drivers());
        var known = last;
        if (known != null && !others && !troubled && now.equals(changing)) return known;
        troubled = false;
        changing = now;
        var next = put();
        if (known != null && next.equals(known)) return known;
        last = next;
        return next;
    }

    private Changing look(NodeFacts.Power powerNow) {
        return new Changing(
                powerNow,
                LinksLook.at(roots),
                DevicesLook.at(roots),
                SoftwareLook.at(roots, agentVersion),
                drivers.get());
    }

    private NodeFacts put() {
        var draft = draft();
        try {
            Given.put(given, draft);
            Given.put(new TreeMap<>(files.facts()), draft);
        } catch (AgentConfig.WrongSetting e) {
            throw new IllegalStateException("each was tried before", e);
        }
        var facts = draft.finished(reserve.leave(draft), damped(draft), changing.all(), labels);
        return facts.with(troublesTold());
    }

    private List<String> troublesTold() {
        var all = List.copyOf(troubles.values());
        if (all.size() <= TROUBLES_MAX) return all;
        var told = new ArrayList<>(all.subList(0, TROUBLES_MAX - 1));
        int left = all.size() - told.size();
        told.add("%d more things are wrong: the agent's output names them all".formatted(left));
        return told;
    }

    private FactsDraft draft() {
        var draft = new FactsDraft();
        draft.osName = found.os().name();
        draft.osVersion = found.os().version();
        draft.kernel = found.os().kernel();
        draft.libc = found.os().libc();
        draft.arch = found.processor().arch();
        draft.variant = found.processor().variant();
        draft.cores = found.processor().cores();
        draft.mhz = found.processor().mhz();
        draft.score = found.score();
        draft.memoryBytes = found.memoryBytes();
        draft.diskBytes = found.diskBytes();
        draft.power(changing.power());
        draft.links = changing.links();
        draft.devices = changing.devices();
        return draft;
    }

    /// The runtime as it was told before, unless it has moved far enough.
    private NodeFacts.Power damped(FactsDraft draft) {
        double hours = draft.runtimeHours;
        if (draft.powerSource.equals("mains")) hours = NodeFacts.Power.RUNTIME_HOURS_ON_MAINS;
        if (last != null && last.power().source().equals(draft.powerSource)) {
            double before = last.power().runtimeHours();
            if (Math.abs(hours - before) < RUNTIME_STEP * before) hours = before;
        }
        return new NodeFacts.Power(
                draft.powerSource, draft.charge, draft.health, draft.cycles, hours);
    }

    private static long memoryBytes(Roots roots) {
        long total =
                MachineUse.kibibytes(SmallFiles.text(roots.proc().resolve("meminfo")), "MemTotal");
        return Math.min(total, Cgroup.memoryBytes(roots));
    }

    /// What is free where the tasks write, and what they have written there already.
    private static long diskBytes(Path data) {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            long bytes = free + written(data.resolve("runs"));
            return bytes - bytes % DISK_STEP_BYTES;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long written(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) return 0;
        var sum = new long[2];
        Files.walkFileTree(
                runs,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes seen) {
                        return next();
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes seen) {
                        sum[0] += seen.isRegularFile() ? seen.size() : 0;
                        return next();
                    }

                    private FileVisitResult next() {
                        return ++sum[1] < FILES_COUNTED_MAX
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.TERMINATE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE; // it has just gone, or is a task's own
                    }
                });
        return sum[0];
    }
}
