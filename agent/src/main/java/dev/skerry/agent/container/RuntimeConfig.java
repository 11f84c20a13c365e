package dev.skerry.agent.container;

import dev.skerry.agent.exec.SystemCalls;
import io.avaje.jsonb.Jsonb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a runtime is told of a container: the `config.json` of the OCI's runtime specification,
/// version 1.0.
///
/// @param root where its file system will be mounted
/// @param cgroup a name for the cgroup that the runtime makes, and its task leaves at once
record RuntimeConfig(
        Path root,
        boolean readOnly,
        String cgroup,
        ContainerIds ids,
        Program program,
        List<ContainerMount> mounts) {
    /// What its first process executes, and as whom.
    ///
    /// @param args from the program itself on
    /// @param env `NAME=VALUE`
    record Program(ContainerUser user, List<String> args, List<String> env, String workDir) {
        Program {
            args = List.copyOf(args);
            env = List.copyOf(env);
        }
    }

    /// Of its own user namespace: what programs need that begin as root and become another.
    private static final List<String> CAPABILITIES =
            List.of(
                    "CAP_CHOWN",
                    "CAP_DAC_OVERRIDE",
                    "CAP_FOWNER",
                    "CAP_FSETID",
                    "CAP_KILL",
                    "CAP_SETGID",
                    "CAP_SETPCAP",
                    "CAP_SETUID");

    private static final List<String> MASKED =
            List.of(
                    "/proc/acpi",
                    "/proc/asound",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/scsi",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/sys/firmware");

    private static final List<String> UNCHANGED =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private static final int NOT_PERMITTED = 1;

    /// Its flags are in memory, where no filter looks: C libraries go on with clone then.
    private static final int NOT_KNOWN = 38;

    String json() {
        var all = new LinkedHashMap<String, Object>();
        all.put("ociVersion", "1.0.2");
        all.put("root", Map.of("path", root.toString(), "readonly", readOnly));
        all.put("process", process());
        all.put("mounts", allMounts());
        all.put("linux", linux());
        return Jsonb.builder().build().toJson(all);
    }

    private Map<String, Object> process() {
        var all = new LinkedHashMap<String, Object>();
        var user = program.user();
        all.put("terminal", false);
        all.put(
                "user",
                Map.of("uid", user.uid(), "gid", user.gid(), "additionalGids", user.groups()));
        all.put("args", program.args());
        all.put("env", program.env());
        all.put("cwd", program.workDir());
        var capabilities = new LinkedHashMap<String, Object>();
        for (var set : List.of("bounding", "effective", "permitted"))
            capabilities.put(set, CAPABILITIES);
        all.put("capabilities", capabilities);
        all.put("noNewPrivileges", true);
        return all;
    }

    private List<Object> allMounts() {
        var all = new ArrayList<Object>();
        all.add(mount("proc", "proc", "/proc", "nosuid", "noexec", "nodev"));
        all.add(mount("tmpfs", "tmpfs", "/dev", "nosuid", "strictatime", "mode=755", "size=64k"));
        all.add(
                mount(
                        "devpts",
                        "devpts",
                        "/dev/pts",
                        "nosuid",
                        "noexec",
                        "newinstance",
                        "ptmxmode=0666",
                        "mode=0620",
                        "gid=5"));
        all.add(mount("tmpfs", "shm", "/dev/shm", "nosuid", "noexec", "nodev", "mode=1777"));
        all.add(mount("mqueue", "mqueue", "/dev/mqueue", "nosuid", "noexec", "nodev"));
        all.add(mount("bind", "/sys", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro"));
        for (var each : mounts)
            all.add(
                    mount(
                            "bind",
                            each.from().toString(),
                            each.at(),
                            "bind",
                            "nosuid",
                            "nodev",
                            each.readOnly() ? "ro" : "rw"));
        return all;
    }

    private static Map<String, Object> mount(
            String type, String source, String destination, String... options) {
        return Map.of(
                "type", type,
                "source", source,
                "destination", destination,
                "options", List.of(options));
    }

    private Map<String, Object> linux() {
        var all = new LinkedHashMap<String, Object>();
        all.put("uidMappings", ids.mappings());
        all.put("gidMappings", ids.mappings());
        var kinds = List.of("pid", "ipc", "uts", "mount", "user");
        all.put("namespaces", kinds.stream().map(it -> Map.of("type", it)).toList());
        all.put("cgroupsPath", cgroup);
        all.put("resources", Map.of("devices", List.of(Map.of("allow", false, "access", "rwm"))));
        all.put("seccomp", filter());
        all.put("maskedPaths", MASKED);
        all.put("readonlyPaths", UNCHANGED);
        return all;
    }

    /// The same that tasks of other drivers have.
    private static Map<String, Object> filter() {
        var rules = new ArrayList<Object>();
        rules.add(refused(SystemCalls.names(), NOT_PERMITTED, List.of()));
        rules.add(refused(List.of("clone3"), NOT_KNOWN, List.of()));
        for (long bit : SystemCalls.newNamespaces()) {
            var set = new LinkedHashMap<String, Object>();
            set.put("index", 0);
            set.put("value", bit);
            set.put("valueTwo", bit);
            set.put("op", "SCMP_CMP_MASKED_EQ");
            rules.add(refused(List.of("clone"), NOT_PERMITTED, List.of(set)));
        }
        return Map.of("defaultAction", "SCMP_ACT_ALLOW", "syscalls", rules);
    }

    private static Map<String, Object> refused(
            List<String> names, int error, List<Map<String, Object>> args) {
        var all = new LinkedHashMap<String, Object>();
        all.put("names", names);
        all.put("action", "SCMP_ACT_ERRNO");
        all.put("errnoRet", error);
        if (!args.isEmpty()) all.put("args", args);
        return all;
    }
}
