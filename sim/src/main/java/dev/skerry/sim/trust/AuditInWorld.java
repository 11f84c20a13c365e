package dev.skerry.sim.trust;

import static dev.skerry.trust.codec.TrustRoom.TRUST;

import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.server.ServerRoom.Beside;
import dev.skerry.sim.trust.SimAudit.SimAuditFile;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.Promise;
import dev.skerry.sim.world.SimPeer;
import dev.skerry.sim.world.SimServer;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditLine;
import dev.skerry.trust.state.Trust;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The audit in a history, and what must be in it: whatever any person changes, in any room, once.
final class AuditInWorld {
    private static final Promise AUDIT =
            new Promise("what each person has changed is in the audit, once, in an unbroken chain");

    private static final Promise KEPT =
            new Promise("the state lets lines of the audit go in their order, and in their time");

    /// A line is kept for so long.
    private static final long KEEP_MS = 30_000;

    private static final Pattern CREATED = Pattern.compile("\"trust TokenCreated (t[0-9]+)\"");

    private static final long WRITTEN_EVERY_MS = 1_000;

    private final Happenings events;
    private final SimServer server;

    /// Of each server: they outlive the processes.
    private final Map<SimPeer, SimAuditFile> files = new HashMap<>();

    /// Those of the processes that are there.
    private final Map<SimPeer, SimAudit> audits = new HashMap<>();

    /// How much each had when it was looked at last.
    private final Map<SimPeer, Integer> checked = new HashMap<>();

    /// All lines that there must be, from the entries of the log as they became certain.
    private final List<String> lines = new ArrayList<>();

    /// When it was noted how far they had come, by the clock of the server that noted it: by the
    /// number of the last line then.
    private final Map<Long, Long> markedTickMs = new HashMap<>();

    /// The last of them that was let go.
    private AuditHead letGo = AuditHead.NONE;

    /// How many of them are by people.
    private int ofPeople;

    /// How many of them made each of the tokens that somebody has asked for, by its name.
    private final Map<String, Integer> created = new HashMap<>();

    private int changes;

    /// Names of tokens that somebody has asked for, and how often each must be in the audit.
    private final Map<String, Times> asked = new TreeMap<>();

    private enum Times {
        ONCE,
        NEVER,
        ONCE_OR_NEVER
    }

    AuditInWorld(Happenings events, SimServer server) {
        this.events = events;
        this.server = server;
    }

    SimAuditFile file(SimPeer of) {
        return files.computeIfAbsent(of, _ -> new SimAuditFile());
    }

    /// @param next that of a process that starts
    Beside begin(SimPeer of, SimAudit next) {
        audits.put(of, next);
        return next;
    }

    /// Somebody asks for a token of that name, which nobody has asked for before.
    SimServer.Asker asks(String name) {
        asked.put(name, Times.ONCE_OR_NEVER);
        return outcome -> {
            switch (outcome) {
                case SimServer.Verdict.Done _ -> asked.put(name, Times.ONCE);
                case SimServer.Verdict.Refused _ -> asked.put(name, Times.NEVER);
                case SimServer.Verdict.Lost _ -> {}
            }
        };
    }

    /// An act is certain.
    ///
    /// @param tickMs when it was decided, by the servers' clock
    void committed(Trust before, Act act, Trust after, long tickMs) {
        var line = AuditLine.of(before.audit(), act);
        var head = line == null ? before.audit() : line.head();
        if (!head.equals(after.audit()))
            throw new Broken(AUDIT, "the head is another after " + act.facts());
        if (line != null) add(line.text());
        for (var mark : after.retention().marks())
            markedTickMs.putIfAbsent(mark.at().number(), tickMs);
        letGo(after.retention().letGo(), tickMs);
        boolean begun = before.audit().number() > 0 || before.firstMade();
        if (act.caller().kind() == Caller.Kind.PERSON && begun) changes++;
    }

    /// What servers ask for again and again.
    void keep() {
        server.submit(TRUST, new TrustMessage.KeepAudit(KEEP_MS), Caller.SERVERS, _ -> {});
    }

    private void letGo(AuditHead upTo, long tickMs) {
        if (upTo.equals(letGo)) return;
        int number = (int) upTo.number();
        boolean is = number <= lines.size() && lines.get(number - 1).contains(upTo.hash());
        if (!is || number <= letGo.number())
            throw new Broken(KEPT, upTo + " is let go of %d lines".formatted(lines.size()));
        if (tickMs - markedTickMs.getOrDefault(upTo.number(), tickMs) < KEEP_MS)
            throw new Broken(KEPT, "line %d is let go before its time".formatted(number));
        letGo = upTo;
    }

    private void add(String line) {
        lines.add(line);
        if (line.contains("\"who\":\"person:")) ofPeople++;
        var made = CREATED.matcher(line);
        while (made.find()) created.merge(made.group(1), 1, Integer::sum);
    }

    /// A process has started.
    void restored(SimPeer of) {
        checkKept(of);
        write(of, of.life());
    }

    /// What is kept is what there must be, and tells of each change.
    void check() {
        for (var each : audits.entrySet()) {
            var of = each.getKey();
            int size = each.getValue().size();
            if (!Objects.equals(checked.put(of, size), size)) checkKept(of);
            var last = of.certain().of(TRUST).audit();
            if (each.getValue().last() < last.number())
                throw new Broken(AUDIT, of.name() + " lacks " + last);
        }
        if (ofPeople != changes)
            throw new Broken(AUDIT, ofPeople + " lines of " + changes + " changes");
        for (var each : asked.entrySet()) {
            int times = created.getOrDefault(each.getKey(), 0);
            boolean right =
                    switch (each.getValue()) {
                        case ONCE -> times == 1;
                        case NEVER -> times == 0;
                        case ONCE_OR_NEVER -> times <= 1;
                    };
            if (!right)
                throw new Broken(AUDIT, "%s is made %d times".formatted(each.getKey(), times));
        }
    }

    private SimAudit audit(SimPeer of) {
        var audit = audits.get(of);
        if (audit == null) throw new IllegalStateException(of.name() + " has no audit");
        return audit;
    }

    /// Those in the file and those to be written are what there must be, as far as that server has
    /// come; the oldest may be gone as far as the state has let them go. Only a server that was
    /// sent a state lacks others, and says so.
    private void checkKept(SimPeer of) {
        var kept = audit(of).lines();
        int at = kept.isEmpty() ? 1 : (int) SimAudit.number(kept.getFirst());
        if (at - 1 > letGo.number() && !of.wasSent())
            throw new Broken(AUDIT, "%d lines are gone, and let go were %s".formatted(at, letGo));
        for (var text : kept) {
            int number = (int) SimAudit.number(text);
            boolean anchor = SimAudit.anchors(text);
            if (anchor ? !of.wasSent() : number != at)
                throw new Broken(AUDIT, "after %d lines there is %s".formatted(at - 1, text));
            var wanted = number <= lines.size() ? lines.get(number - 1) : "nothing";
            boolean is = anchor ? SimAudit.follows(text, wanted) : text.equals(wanted);
            if (!is) throw new Broken(AUDIT, "line %d is %s".formatted(number, text));
            at = number + 1;
        }
    }

    /// The lines of a process are forced to its disk, again and again.
    private void write(SimPeer of, int life) {
        events.after(
                WRITTEN_EVERY_MS,
                () -> {
                    if (of.life() != life) return;
                    audit(of).force();
                    write(of, life);
                });
    }

    void down(SimPeer of) {
        audit(of).die(events);
    }
}
