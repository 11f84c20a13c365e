package dev.skerry.agent.image;

import static dev.skerry.agent.image.JsonText.text;
import static dev.skerry.agent.image.JsonText.texts;

import io.avaje.json.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What an image says of itself, in the form of OCI, which is docker's too.
///
/// @param architecture as the OCI has it: `amd64`, `arm64`, `arm`
/// @param env `NAME=VALUE`
/// @param entrypoint what is started; `cmd` stands behind it, or alone
/// @param user `name`, `7`, `7:8`; empty: root
/// @param workDir empty: `/`
/// @param diffIds the digests of its layers as they are unpacked, lowest first
public record ImageConfig(
        String architecture,
        String os,
        List<String> env,
        List<String> entrypoint,
        List<String> cmd,
        String user,
        String workDir,
        List<String> diffIds) {
    static final int LAYERS_MAX = 100;

    private static final int TEXTS_MAX = 1000;

    public ImageConfig {
        env = List.copyOf(env);
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        diffIds = List.copyOf(diffIds);
    }

    static ImageConfig read(byte[] bytes) throws IOException {
        return draft(bytes).config();
    }

    /// The same, of an image that this machine can run.
    static ImageConfig read(byte[] bytes, Platform node) throws IOException {
        var draft = draft(bytes);
        var platform = new Platform(draft.os, draft.arch, draft.variant);
        if (node.runs(platform)) return draft.config();
        throw ImageTrouble.bad("it is for " + platform + ", and this node is " + node);
    }

    private static Draft draft(byte[] bytes) throws IOException {
        var draft = new Draft();
        JsonText.read("its config", bytes, draft::read);
        if (draft.diffIds.isEmpty()) throw ImageTrouble.bad("its config names no layer");
        for (var id : draft.diffIds)
            if (!Digests.is(id)) throw ImageTrouble.bad("its config names a layer '" + id + "'");
        return draft;
    }

    private static final class Draft {
        private String os = "";
        private String arch = "";
        private String variant = "";
        private String user = "";
        private String workDir = "";
        private List<String> env = List.of();
        private List<String> entrypoint = List.of();
        private List<String> cmd = List.of();
        private List<String> diffIds = List.of();

        private ImageConfig config() {
            return new ImageConfig(arch, os, env, entrypoint, cmd, user, workDir, diffIds);
        }

        private void read(JsonReader from) throws IOException {
            JsonText.fields(
                    from,
                    Map.of(
                            "os", in -> os = text(in),
                            "architecture", in -> arch = text(in),
                            "variant", in -> variant = text(in),
                            "config", this::readConfig,
                            "rootfs", this::readLayers));
        }

        private void readConfig(JsonReader from) throws IOException {
            JsonText.fields(
                    from,
                    Map.of(
                            "User", in -> user = text(in),
                            "WorkingDir", in -> workDir = text(in),
                            "Env", in -> env = texts(in, TEXTS_MAX),
                            "Entrypoint", in -> entrypoint = texts(in, TEXTS_MAX),
                            "Cmd", in -> cmd = texts(in, TEXTS_MAX)));
        }

        private void readLayers(JsonReader from) throws IOException {
            JsonText.fields(from, Map.of("diff_ids", in -> diffIds = texts(in, LAYERS_MAX)));
        }
    }
}
