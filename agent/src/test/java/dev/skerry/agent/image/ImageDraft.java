package dev.skerry.agent.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// An image as its author's tools would write it, or a stranger.
final class ImageDraft {
    private final String arch;
    private final List<byte[]> tars = new ArrayList<>();
    private final List<byte[]> blobs = new ArrayList<>();
    private String diffIds = "";

    ImageDraft(String arch) {
        this.arch = arch;
    }

    /// For this machine.
    ImageDraft() {
        this(Platform.ofNode(System.getProperty("os.arch")).arch());
    }

    ImageDraft layer(LayerDraft draft) throws IOException {
        var tar = draft.tar();
        return layer(tar, LayerDraft.gzip(tar), Digests.of(tar));
    }

    ImageDraft layer(byte[] tar, byte[] blob, String diffId) {
        tars.add(tar);
        blobs.add(blob);
        diffIds += (diffIds.isEmpty() ? "" : ",") + "\"" + diffId + "\"";
        return this;
    }

    byte[] config() {
        return bytes(
                """
                {"created": null, "architecture": "%s", "os": "linux", "history": [{"a": [[]]}],
                 "config": {"Env": ["A=B", "PATH=/bin"], "Entrypoint": ["/bin/till"], "Cmd": null,
                   "User": "7:8", "WorkingDir": "/srv", "Volumes": {"/data": {}}},
                 "rootfs": {"type": "layers", "diff_ids": [%s]}}\
                """
                        .formatted(arch, diffIds));
    }

    byte[] manifest() {
        var layers = new ArrayList<String>();
        for (var blob : blobs)
            layers.add(part("application/vnd.oci.image.layer.v1.tar+gzip", blob, ""));
        return bytes(
                """
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                 "config": %s, "layers": [%s]}\
                """
                        .formatted(
                                part("application/vnd.oci.image.config.v1+json", config(), ""),
                                String.join(",", layers)));
    }

    private static String part(String type, byte[] bytes, String more) {
        return """
        {"mediaType": "%s", "digest": "%s", "size": %d%s}\
        """
                .formatted(type, Digests.of(bytes), bytes.length, more);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// An index of some, each for its machine.
    static byte[] index(ImageDraft... images) {
        var parts = new ArrayList<String>();
        for (var image : images) {
            var platform =
                    ", \"platform\": {\"os\": \"linux\", \"architecture\": \"" + image.arch + "\"}";
            parts.add(
                    part(
                            "application/vnd.oci.image.manifest.v1+json",
                            image.manifest(),
                            images.length > 1 ? platform : ""));
        }
        return bytes(
                """
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
                 "manifests": [%s]}\
                """
                        .formatted(String.join(",", parts)));
    }

    /// The files of a layout of OCI.
    static Map<String, byte[]> layout(ImageDraft... images) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("oci-layout", bytes("{\"imageLayoutVersion\": \"1.0.0\"}"));
        for (var image : images) {
            put(files, image.manifest());
            put(files, image.config());
            image.blobs.forEach(blob -> put(files, blob));
        }
        files.put("index.json", index(images));
        return files;
    }

    static void put(Map<String, byte[]> files, byte[] blob) {
        files.put("blobs/sha256/" + Digests.hex(Digests.of(blob)), blob);
    }

    /// The files of what docker saves.
    Map<String, byte[]> saved() {
        var files = new LinkedHashMap<String, byte[]>();
        var layers = new ArrayList<String>();
        for (int i = 0; i < tars.size(); i++) {
            files.put(i + "/layer.tar", tars.get(i));
            layers.add("\"" + i + "/layer.tar\"");
        }
        files.put("c.json", config());
        files.put(
                "manifest.json",
                bytes(
                        "[{\"Config\": \"c.json\", \"RepoTags\": [\"a:1\"], \"Layers\": ["
                                + String.join(",", layers)
                                + "]}]"));
        return files;
    }

    static Path write(Path archive, Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return Files.write(archive, bytes.toByteArray());
    }

    static Path writeFolder(Path folder, Map<String, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling(""));
            Files.write(path, file.getValue());
        }
        return folder;
    }
}
