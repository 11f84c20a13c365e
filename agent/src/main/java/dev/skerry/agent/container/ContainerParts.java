package dev.skerry.agent.container;

import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.image.Image;
import dev.skerry.cluster.job.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a container is made of: what its image says, and what its task says otherwise.
///
/// @param mounted where its file system will be
record ContainerParts(
        ContainerSettings settings,
        Path mounted,
        TaskLaunch launch,
        TaskRun.Container run,
        Image image) {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// How names are found, as on the node.
    private static final List<String> NAMES = List.of("/etc/resolv.conf", "/etc/hosts");

    private static final int OWN_MIN = 1;

    ContainerUser user() throws IOException, TaskRefused {
        var layers = new ArrayList<Path>();
        for (var name : image.layers().reversed()) layers.add(settings.layers().resolve(name));
        var users = ImageUsers.of(image.name(), new LayeredFiles(layers));
        var user = users.find(first(run.rules().user(), image.config().user()));
        return own() < 0 ? user : user.with(ContainerIds.COUNT);
    }

    RuntimeConfig config(ContainerUser user) throws TaskRefused {
        var workDir = first(run.rules().workDir(), first(image.config().workDir(), "/"));
        return new RuntimeConfig(
                mounted,
                run.rules().readOnly(),
                ContainerDriver.cgroup(settings, launch.handle().toString()),
                new ContainerIds(settings.ids(), own()),
                new RuntimeConfig.Program(user, args(), env(), workDir),
                mounts());
    }

    private static String first(String said, String otherwise) {
        return said.isEmpty() ? otherwise : said;
    }

    /// Whoever has an allocation of the container's to themselves, by number.
    private int own() {
        try {
            int own = Integer.parseInt(launch.user());
            return own >= OWN_MIN ? own : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /// As elsewhere: who says where to enter says also with what.
    private List<String> args() throws TaskRefused {
        var said = run.rules().entrypoint();
        var args = new ArrayList<>(said.isEmpty() ? image.config().entrypoint() : said);
        var words = run.invocation().args();
        if (words.isEmpty() && said.isEmpty()) args.addAll(image.config().cmd());
        else args.addAll(words);
        if (!args.isEmpty()) return args;
        throw TaskRefused.forGood(
                "image %s names no program; say which in entrypoint".formatted(image.name()));
    }

    /// The image's, then the node's, then the task's own. What the node has for its own programs,
    /// `PATH` and `HOME`, is none of a container's business.
    List<String> env() {
        var all = new LinkedHashMap<String, String>();
        all.put("PATH", PATH);
        for (var entry : image.config().env()) {
            int at = entry.indexOf('=');
            if (at > 0) all.put(entry.substring(0, at), entry.substring(at + 1));
        }
        var nodes = new LinkedHashMap<>(launch.env());
        nodes.remove("PATH");
        nodes.remove("HOME");
        all.putAll(nodes);
        all.putAll(run.invocation().env());
        return all.entrySet().stream().map(ContainerParts::text).toList();
    }

    private static String text(Map.Entry<String, String> entry) {
        return entry.getKey() + "=" + entry.getValue();
    }

    /// The folders of the run are where they are on the node: what the environment says of them
    /// holds in a container too. Not all of the run, in which its root may not look around.
    private List<ContainerMount> mounts() throws TaskRefused {
        var all = new ArrayList<ContainerMount>();
        for (var file : NAMES)
            if (Files.isRegularFile(Path.of(file)))
                all.add(new ContainerMount(real(Path.of(file)), file, true));
        for (var folder : launch.folders().given()) all.add(ContainerMount.readable(real(folder)));
        for (var folder : launch.folders().writable())
            all.add(ContainerMount.writable(real(folder)));
        for (var mount : run.rules().mounts())
            all.add(
                    new ContainerMount(
                            launch.folders().named("mounts", mount.folder()),
                            mount.at(),
                            mount.readOnly()));
        return all;
    }

    /// Nothing can be put in the place of a link.
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath(); // the runtime says what is wrong with it
        }
    }
}
