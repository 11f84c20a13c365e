package dev.skerry.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A small fleet that can change: what the server's answers are made of.
final class FakeFleet {
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    final Map<String, Map<String, @Nullable Object>> nodes = new LinkedHashMap<>();
    final Map<String, Map<String, @Nullable Object>> jobs = new LinkedHashMap<>();
    final Map<String, Map<String, @Nullable Object>> allocations = new LinkedHashMap<>();
    final List<Map<String, @Nullable Object>> events = new ArrayList<>();
    final List<Map<String, @Nullable Object>> namespaces = new ArrayList<>();
    final List<Map<String, @Nullable Object>> notes = new ArrayList<>(); // of the sample room
    long index = 4_180;

    static String ago(Duration duration) {
        return Instant.now().minus(duration).toString();
    }

    private static String agoMinutes(long minutes) {
        return ago(Duration.ofMinutes(minutes));
    }

    /// Five nodes, one of them missed; five jobs, one of them blocked.
    static FakeFleet small() {
        var fleet = new FakeFleet();
        fleet.addNamespaces();
        fleet.addNodes();
        fleet.addJobs();
        fleet.addAllocations();
        fleet.addEvents();
        return fleet;
    }

    /// One without a quota, one with a little left of it, one that lets nothing be placed.
    private void addNamespaces() {
        var quota = Json.of("cpuMhz", 2_000, "allocations", 10, "pools", List.of("tills"));
        namespace("default", "", Json.of(), 11);
        namespace("shop", "The tills.", quota, 8);
        namespace("shut", "", Json.of("allocations", 0), 0);
    }

    private void namespace(
            String name, String description, Map<String, @Nullable Object> quota, int used) {
        var use = Json.of("cpuMhz", 200 * used, "memoryBytes", 96 * MIB * used);
        use.put("allocations", used);
        namespaces.add(
                Json.of(
                        "name", name,
                        "description", description,
                        "quota", quota,
                        "used", use,
                        "asked", use,
                        "jobs", used,
                        "preempts", name.equals("shop") ? List.of("system") : List.of()));
    }

    private void addNodes() {
        node("badge-ada", "arm", new Machine(1, 1_000, 512 * MIB, 16 * GIB), 340, battery(78, 9.4));
        node("badge-lin", "arm", new Machine(1, 1_000, 512 * MIB, 16 * GIB), 211, battery(17, 1.6));
        node("pi-hall", "arm64", new Machine(4, 1_500, 4 * GIB, 29 * GIB), 4_000, mains());
        node("shop-till", "amd64", new Machine(8, 2_400, 32 * GIB, 440 * GIB), 9_000, mains());
        node("gate-7", "arm64", new Machine(4, 1_800, 8 * GIB, 58 * GIB), 22, battery(54, 6.2));
        use("badge-ada", 200, 96 * MIB, 16 * MIB, 1);
        use("badge-lin", 200, 96 * MIB, 16 * MIB, 1);
        use("pi-hall", 3_300, 3_500 * MIB, 4 * GIB, 3);
        use("shop-till", 5_300, 9 * GIB, 80 * GIB, 4);
        use("gate-7", 1_500, 1 * GIB, 8 * GIB, 1);
        contact("gate-7", false);
    }

    private record Machine(int cores, int mhz, long memoryBytes, long diskBytes) {}

    private static Map<String, @Nullable Object> mains() {
        return power("mains", -1, 8_760);
    }

    private static Map<String, @Nullable Object> battery(int charge, double hours) {
        return power("battery", charge, hours);
    }

    private static Map<String, @Nullable Object> power(String source, int charge, double hours) {
        boolean battery = source.equals("battery");
        return Json.of(
                "source", source,
                "chargePercent", charge,
                "healthPercent", battery ? 93 : -1,
                "cycles", battery ? 118 : -1,
                "runtimeHours", hours);
    }

    private static Map<String, @Nullable Object> resources(long mhz, long memory, long disk) {
        return Json.of("cpuMhz", mhz, "memoryBytes", memory, "diskBytes", disk);
    }

    private void node(
            String name,
            String arch,
            Machine machine,
            long minutes,
            Map<String, @Nullable Object> power) {
        var capacity =
                resources(
                        (long) machine.cores * machine.mhz, machine.memoryBytes, machine.diskBytes);
        boolean badge = name.startsWith("badge");
        var since = agoMinutes(minutes);
        var node =
                Json.of(
                        "id",
                        "n" + Integer.toHexString(name.hashCode()),
                        "name",
                        name,
                        "pool",
                        "default",
                        "datacenter",
                        badge ? "hall-1" : "town",
                        "status",
                        "ready",
                        "reachable",
                        true,
                        "since",
                        since,
                        "eligible",
                        true,
                        "draining",
                        false,
                        "drain",
                        null,
                        "facts",
                        facts(arch, machine, power, badge),
                        "capacity",
                        capacity,
                        "used",
                        resources(0, 0, 0),
                        "allocations",
                        0,
                        "labels",
                        Json.of("site", badge ? "hall-1" : "town"),
                        "meta",
                        Json.of("site", badge ? "hall-1" : "town", "owner", "ada"),
                        "setMeta",
                        Json.of("owner", "ada"),
                        "history",
                        history(minutes));
        nodes.put(name, node);
    }

    /// The changes before the present one.
    private static List<Object> history(long minutes) {
        var history = new ArrayList<>();
        history.add(change("connected", agoMinutes(30 * 60)));
        if (minutes > 24 * 60) return history;
        history.add(change("missed", agoMinutes(17 * 60)));
        history.add(change("connected", agoMinutes(16 * 60 + 20)));
        history.add(change("unknown", agoMinutes(12 * 60)));
        history.add(change("connected", agoMinutes(10 * 60 + 20)));
        history.add(change("missed", agoMinutes(minutes + 25)));
        return history;
    }

    private static Map<String, @Nullable Object> change(String contact, String at) {
        var change = Json.of("contact", contact, "at", at);
        if (!contact.equals("unknown")) change.put("reachable", contact.equals("connected"));
        return change;
    }

    private static Map<String, @Nullable Object> facts(
            String arch, Machine machine, Map<String, @Nullable Object> power, boolean badge) {
        var display = Json.of("type", "display", "name", "epd2in7", "path", "/dev/spidev0.0");
        var gpio = Json.of("type", "gpio", "name", "gpiochip0", "path", "/dev/gpiochip0");
        var wlan = Json.of("name", "wlan0", "type", "wifi", "metered", badge, "up", true);
        var eth = Json.of("name", "eth0", "type", "ethernet", "metered", false, "up", !badge);
        return Json.of(
                "os",
                Json.of("name", "debian", "version", "12", "kernel", "6.1.0", "libc", "glibc"),
                "cpu",
                Json.of(
                        "arch",
                        arch,
                        "variant",
                        arch.equals("arm") ? "armv6l-hf" : "",
                        "cores",
                        machine.cores,
                        "mhz",
                        machine.mhz,
                        "score",
                        badge ? 21 : 100),
                "capacity",
                resources(
                        (long) machine.cores * machine.mhz, machine.memoryBytes, machine.diskBytes),
                "links",
                List.of(wlan, eth),
                "devices",
                badge ? List.of(display, gpio) : List.of(),
                "power",
                power,
                "software",
                Json.of(
                        "agent",
                        "0.1.0",
                        "java",
                        "25.0.3",
                        "runtimes",
                        badge ? List.of() : List.of("podman"),
                        "drivers",
                        List.of("exec", "exec.files", "java", "exec.pids", "java.25")),
                "extra",
                Json.of(
                        "securityRating",
                        2,
                        "given",
                        badge
                                ? List.of(
                                        "arch",
                                        "device.display",
                                        "power.charge",
                                        "power.runtimeHours")
                                : List.of(),
                        "labels",
                        Json.of()));
    }

    private void use(String name, long mhz, long memory, long disk, int count) {
        node(name).put("used", resources(mhz, memory, disk));
        node(name).put("allocations", count);
    }

    Map<String, @Nullable Object> node(String name) {
        return Json.map(nodes.get(name));
    }

    /// The node is heard from now on, or is missed.
    void contact(String name, boolean reachable) {
        var node = node(name);
        node.put("reachable", reachable);
        node.put("status", reachable ? "ready" : "missed");
        if (reachable) node.put("since", Instant.now().toString());
        var text = "Node " + name + (reachable ? " is reachable." : " is missed.");
        var subject = Json.of("node", node.get("id"));
        event("NodeContact", subject, text, Json.of("reachable", "" + reachable));
    }

    /// As it is before its first link.
    void joined(String name) {
        var node = node(name);
        node.put("reachable", false);
        node.put("status", "joined");
        node.put("since", ago(Duration.ofSeconds(3)));
        node.put("history", List.of());
    }

    /// Its drain waits for so many.
    void drains(String name, int many) {
        var why = "1 of its group has nobody healthy for long enough, and 1 may";
        var left = new ArrayList<>();
        for (int i = 0; i < many; i++)
            left.add(Json.of("allocation", "a" + (100 + i), "job", "web", "why", why));
        var until = agoMinutes(-10);
        var drain = Json.of("deadlineAt", until, "systemToo", false, "left", left);
        var node = node(name);
        node.put("status", "draining");
        node.put("eligible", false);
        node.put("draining", true);
        node.put("drain", drain);
    }

    private void addJobs() {
        job("badge", "system", "running", 50, List.of(group("badge", 2, 2, 0)));
        job(
                "web",
                "service",
                "degraded",
                60,
                List.of(group("web", 4, 3, 0), group("cache", 2, 2, 0)));
        job("vision", "service", "blocked", 50, List.of(group("eye", 2, 0, 0)));
        job("backup", "batch", "complete", 30, List.of(group("copy", 1, 0, 1)));
        job("old", "service", "stopped", 50, List.of(group("main", 0, 0, 1)));
        Json.map(jobs.get("old")).put("stopped", true);
        Json.map(jobs.get("vision")).put("blocked", true);
    }

    private static Map<String, @Nullable Object> group(
            String name, int desired, int running, int complete) {
        return Json.of(
                "name",
                name,
                "desired",
                desired,
                "running",
                running,
                "unhealthy",
                0,
                "pending",
                0,
                "failed",
                0,
                "unknown",
                name.equals("web") ? 1 : 0,
                "complete",
                complete);
    }

    private void job(String name, String type, String status, int priority, List<Object> groups) {
        var job =
                Json.of(
                        "namespace",
                        "default",
                        "name",
                        name,
                        "type",
                        type,
                        "priority",
                        priority,
                        "version",
                        2,
                        "status",
                        status,
                        "stopped",
                        false,
                        "submittedAt",
                        agoMinutes(191),
                        "groups",
                        groups,
                        "blocked",
                        false,
                        "says",
                        "",
                        "spec",
                        Json.of("key", Json.of("namespace", "default", "name", name)),
                        "versions",
                        List.of(2, 1));
        jobs.put(name, job);
        job.put("evaluation", evaluation(name));
        job.put("retries", List.of());
    }

    /// The last look of the scheduler.
    Map<String, @Nullable Object> evaluation(String job) {
        boolean blocked = job.equals("vision");
        var group = blocked ? "eye" : job.equals("old") ? "main" : job;
        return Json.of(
                "id",
                "e" + (210 + job.length()),
                "trigger",
                "job submitted",
                "jobVersion",
                2,
                "blocked",
                blocked,
                "at",
                agoMinutes(12),
                "groups",
                List.of(explanation(group, blocked)));
    }

    Map<String, @Nullable Object> explanation(String group, boolean blocked) {
        var pi = node("pi-hall").get("id");
        var till = node("shop-till").get("id");
        var ada = node("badge-ada").get("id");
        var best = new ArrayList<>();
        if (!blocked) {
            best.add(score(pi, 0.812, 0.87, 0.75));
            best.add(score(till, 0.644, 0.54, 0.75));
            best.add(score(ada, -0.12, 0.26, -0.5));
        }
        var rule = "node.devices.exists(d, d.type == \"gpu\")";
        var refused = new ArrayList<>();
        if (blocked)
            for (var node : List.of("badge-ada", "badge-lin", "pi-hall"))
                refused.add(
                        Json.of(
                                "node",
                                node(node).get("id"),
                                "rule",
                                rule,
                                "found",
                                "has no gpu, but display"));
        return Json.of(
                "group",
                group,
                "counts",
                Json.of(
                        "placed", blocked ? 0 : 1,
                        "stopped", 0,
                        "updated", 0,
                        "kept", blocked ? 0 : 2,
                        "unplaced", blocked ? 2 : 0),
                "evaluated",
                5,
                "filtered",
                blocked ? Json.of(rule, 3, "node is missed", 1) : Json.of("node is missed", 1),
                "exhausted",
                blocked ? Json.of("memory", 1) : Json.of(),
                "best",
                best,
                "refused",
                refused);
    }

    private static Map<String, @Nullable Object> score(
            @Nullable Object node, double total, double pack, double affinity) {
        var parts = Json.of("binpack", pack, "affinity", affinity);
        return Json.of("node", node, "total", total, "parts", parts);
    }

    private void addAllocations() {
        allocation("a101", "badge", "badge", 0, "badge-ada");
        allocation("a102", "badge", "badge", 1, "badge-lin");
        allocation("a103", "web", "web", 0, "shop-till");
        allocation("a104", "web", "web", 1, "pi-hall");
        allocation("a105", "web", "web", 2, "gate-7");
        allocation("a106", "web", "web", 3, "shop-till");
        allocation("a107", "web", "cache", 0, "pi-hall");
        allocation("a108", "web", "cache", 1, "shop-till");
        status("a105", "unknown", "the node cannot be heard");
    }

    private void allocation(String id, String job, String group, int number, String node) {
        var task =
                Json.of(
                        "phase",
                        "running",
                        "pid",
                        21_400 + number,
                        "restarts",
                        number == 1 ? 2 : 0,
                        "exitCode",
                        -1,
                        "healthy",
                        true,
                        "startedAt",
                        agoMinutes(188),
                        "message",
                        "");
        var of =
                Json.of(
                        "id",
                        id,
                        "name",
                        job + "." + group + "[" + number + "]",
                        "namespace",
                        "default",
                        "job",
                        job,
                        "version",
                        2,
                        "group",
                        group,
                        "index",
                        number,
                        "node",
                        node(node).get("id"),
                        "nodeName",
                        node,
                        "status",
                        "running",
                        "healthy",
                        true,
                        "description",
                        "",
                        "wanted",
                        "run",
                        "reason",
                        "job submitted",
                        "since",
                        agoMinutes(188));
        of.putAll(
                Json.of(
                        "createdAt",
                        agoMinutes(189),
                        "restarts",
                        number == 1 ? 2 : 0,
                        "ports",
                        Json.of("main", 20_000 + number),
                        "reserved",
                        resources(200, 96 * MIB, 16 * MIB),
                        "score",
                        0.71,
                        "previous",
                        null,
                        "next",
                        null,
                        "tasks",
                        Json.of("server", task)));
        of.put("variants", Json.of("server", "musl"));
        allocations.put(id, of);
    }

    /// The allocation has that status from now on.
    void status(String id, String status, String description) {
        var of = Json.map(allocations.get(id));
        of.put("status", status);
        of.put("description", description);
        of.put("since", Instant.now().toString());
        var subject = Json.of("namespace", "default", "job", of.get("job"), "allocation", id);
        event(
                "AllocationObserved",
                subject,
                of.get("name") + " (" + id + ") is " + status + ".",
                Json.of("status", status));
    }

    /// A job runs, and that allocation of its first group is not healthy from now on.
    void unwell(String job, String id, String why) {
        var of = Json.map(allocations.get(id));
        of.put("healthy", false);
        status(id, "running", why);
        var all = Json.map(jobs.get(job));
        all.put("says", of.get("name") + " on " + of.get("nodeName") + ": " + why);
        Json.map(Json.list(all.get("groups")).getFirst()).put("unhealthy", 1);
    }

    /// Two of it have failed, and wait to be tried again in a minute.
    void failed(String job, String group, String nodeName, String why) {
        var first =
                Json.of(
                        "group",
                        group,
                        "waiting",
                        2,
                        "name",
                        job + "." + group + "[0]",
                        "allocation",
                        "a7",
                        "node",
                        "n7",
                        "nodeName",
                        nodeName,
                        "why",
                        why,
                        "at",
                        agoMinutes(-1));
        Json.map(jobs.get(job)).put("retries", List.of(first));
    }

    private void addEvents() {
        for (var job : jobs.keySet()) {
            var subject = Json.of("namespace", "default", "job", job);
            var text = "Job " + job + " was accepted as version 2.";
            event("JobAccepted", subject, text, Json.of("version", "2"));
            boolean blocked = job.equals("vision");
            var look = blocked ? " is blocked: 2 without a place." : ": 1 placed.";
            event("Evaluated", subject, "Job " + job + look, Json.of("blocked", "" + blocked));
        }
        for (var id : List.of("a101", "a103", "a106")) status(id, "running", "");
    }

    synchronized void event(
            String kind, Map<String, @Nullable Object> subject, String text, Object fact) {
        events.add(
                Json.of(
                        "index", ++index,
                        "at", Instant.now().toString(),
                        "kind", kind,
                        "subject", subject,
                        "text", text,
                        "fact", fact));
        notifyAll();
    }

    /// Events from that position on; waits at most that long for the first.
    synchronized List<Map<String, @Nullable Object>> after(int position, long waitMs)
            throws InterruptedException {
        long end = System.nanoTime() + waitMs * 1_000_000;
        while (events.size() <= position) {
            long leftMs = (end - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) return List.of();
            wait(leftMs);
        }
        return List.copyOf(events.subList(position, events.size()));
    }
}
