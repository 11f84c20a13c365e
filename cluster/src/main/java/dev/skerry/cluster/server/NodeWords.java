package dev.skerry.cluster.server;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `node` as expressions see it: the types that they are checked against, and the values that they
/// are run over. A test holds both together.
final class NodeWords {
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType WHOLE = SimpleType.INT;
    private static final CelType FRACTION = SimpleType.DOUBLE;
    private static final CelType TRUTH = SimpleType.BOOL;
    private static final CelType WORDS = MapType.create(TEXT, TEXT);

    private static final Map<String, StructType> TYPES = new LinkedHashMap<>();

    static final StructType NODE =
            struct(
                    "Node",
                    field("id", TEXT),
                    field("name", TEXT),
                    field("pool", TEXT),
                    field("datacenter", TEXT),
                    field("arch", TEXT),
                    field("variant", TEXT),
                    field(
                            "os",
                            struct(
                                    "Os",
                                    field("name", TEXT),
                                    field("version", TEXT),
                                    field("kernel", TEXT),
                                    field("libc", TEXT))),
                    field(
                            "cpu",
                            struct(
                                    "Cpu",
                                    field("cores", WHOLE),
                                    field("mhz", WHOLE),
                                    field("score", WHOLE))),
                    field("memory", struct("Memory", field("bytes", WHOLE))),
                    field("disk", struct("Disk", field("bytes", WHOLE))),
                    field(
                            "links",
                            list(
                                    "Link",
                                    field("name", TEXT),
                                    field("type", TEXT),
                                    field("metered", TRUTH),
                                    field("up", TRUTH))),
                    field(
                            "devices",
                            list(
                                    "Device",
                                    field("type", TEXT),
                                    field("name", TEXT),
                                    field("path", TEXT))),
                    field(
                            "power",
                            struct(
                                    "Power",
                                    field("source", TEXT),
                                    field("charge", WHOLE),
                                    field("health", WHOLE),
                                    field("cycles", WHOLE),
                                    field("runtimeHours", FRACTION))),
                    field("security", struct("Security", field("rating", WHOLE))),
                    field("java", struct("Java", field("version", TEXT))),
                    field("runtimes", ListType.create(TEXT)),
                    field("drivers", ListType.create(TEXT)),
                    field("driver", MapType.create(TEXT, ListType.create(TEXT))),
                    field("labels", WORDS),
                    field("meta", WORDS));

    /// All of it for the checker.
    static final CelTypeProvider PROVIDER =
            new CelTypeProvider() {
                @Override
                public ImmutableCollection<CelType> types() {
                    return ImmutableList.copyOf(TYPES.values());
                }

                @Override
                public Optional<CelType> findType(String name) {
                    return Optional.ofNullable(TYPES.get(name));
                }
            };

    private NodeWords() {}

    private record Field(String name, CelType type) {}

    private static Field field(String name, CelType type) {
        return new Field(name, type);
    }

    private static StructType struct(String name, Field... fields) {
        var builder = ImmutableMap.<String, CelType>builder();
        for (var field : fields) builder.put(field.name(), field.type());
        var types = builder.buildOrThrow();
        var struct =
                StructType.create(name, types.keySet(), it -> Optional.ofNullable(types.get(it)));
        TYPES.put(name, struct);
        return struct;
    }

    private static CelType list(String name, Field... fields) {
        return ListType.create(struct(name, fields));
    }

    /// The fields of what a path such as `node.power` leads to; all fields of all types when it
    /// leads nowhere: behind a variable of an expression.
    static ImmutableSet<String> fields(String path) {
        @Nullable CelType type = NODE;
        var steps = path.split("\\.", -1);
        if (!steps[0].equals("node")) type = null;
        for (int i = 1; i < steps.length && type instanceof StructType struct; i++)
            type = struct.findField(steps[i]).map(StructType.Field::type).orElse(null);
        if (type instanceof StructType struct) return struct.fieldNames();
        var all = ImmutableSet.<String>builder();
        for (var each : TYPES.values()) all.addAll(each.fieldNames());
        return all.build();
    }

    /// The values of one node.
    static Map<String, Object> values(Node node) {
        var facts = node.facts();
        var values = new HashMap<String, Object>();
        values.put("id", node.id());
        values.put("name", node.identity().name());
        values.put("pool", node.identity().pool());
        values.put("datacenter", node.identity().datacenter());
        values.put("arch", facts.cpu().arch());
        values.put("variant", facts.cpu().variant());
        values.put("os", os(facts.os()));
        values.put("cpu", cpu(facts.cpu()));
        values.put("memory", Map.of("bytes", facts.capacity().memoryBytes()));
        values.put("disk", Map.of("bytes", facts.capacity().diskBytes()));
        values.put("links", facts.links().stream().map(NodeWords::link).toList());
        values.put("devices", facts.devices().stream().map(NodeWords::device).toList());
        values.put("power", power(facts.power()));
        values.put("security", Map.of("rating", (long) facts.extra().securityRating()));
        values.put("java", Map.of("version", facts.software().java()));
        values.put("runtimes", List.copyOf(facts.software().runtimes()));
        values.put("drivers", facts.software().plainWords());
        values.put("driver", facts.software().wordsByDriver());
        values.put("labels", facts.extra().labels());
        values.put("meta", node.effectiveMeta());
        return values;
    }

    private static Map<String, Object> os(NodeFacts.Os os) {
        return Map.of(
                "name", os.name(),
                "version", os.version(),
                "kernel", os.kernel(),
                "libc", os.libc());
    }

    private static Map<String, Object> cpu(NodeFacts.Cpu cpu) {
        return Map.of(
                "cores", (long) cpu.cores(),
                "mhz", (long) cpu.mhz(),
                "score", (long) cpu.score());
    }

    private static Map<String, Object> link(NodeFacts.NetworkLink link) {
        return Map.of(
                "name", link.name(),
                "type", link.type(),
                "metered", link.metered(),
                "up", link.up());
    }

    private static Map<String, Object> device(NodeFacts.Device device) {
        return Map.of("type", device.type(), "name", device.name(), "path", device.path());
    }

    private static Map<String, Object> power(NodeFacts.Power power) {
        return Map.of(
                "source", power.source(),
                "charge", (long) power.chargePercent(),
                "health", (long) power.healthPercent(),
                "cycles", (long) power.cycles(),
                "runtimeHours", power.runtimeHours());
    }
}
