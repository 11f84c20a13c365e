package dev.skerry.agent.image;

import static dev.skerry.agent.image.JsonText.text;

import io.avaje.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A manifest, or an index of some for several machines; both in the form of OCI or docker's.
///
/// @param config null: it is an index
/// @param layers compressed as they may be, lowest first
/// @param choices what an index has
record Manifest(@Nullable Blob config, List<Blob> layers, List<Blob> choices) {
    private static final int CHOICES_MAX = 1000;

    static Manifest read(byte[] bytes) throws IOException {
        var parts = new HashMap<String, Blob>();
        var layers = new ArrayList<Blob>();
        var choices = new ArrayList<Blob>();
        JsonText.read("its manifest", bytes, from -> readParts(from, parts, layers, choices));
        var config = parts.get("config");
        if (config == null && choices.isEmpty())
            throw ImageTrouble.bad(
                    "its manifest names neither a config nor manifests: a form of before 2017"
                            + " is not read; push it with a newer program");
        for (var layer : layers)
            if (layer.type().endsWith("zstd")) throw ImageTrouble.bad(LayerStream.ZSTD);
        return new Manifest(config, layers, choices);
    }

    private static void readParts(
            JsonReader from, Map<String, Blob> parts, List<Blob> layers, List<Blob> choices)
            throws IOException {
        JsonText.fields(
                from,
                Map.of(
                        "config",
                        in -> parts.put("config", Blob.read(in)),
                        "layers",
                        in ->
                                JsonText.each(
                                        in,
                                        ImageConfig.LAYERS_MAX,
                                        it -> layers.add(Blob.read(it))),
                        "manifests",
                        in -> JsonText.each(in, CHOICES_MAX, it -> choices.add(Blob.read(it)))));
    }

    /// Of an index: the one for that machine.
    Blob choose(Platform node) throws IOException {
        var said = choices.stream().filter(it -> !it.platform().arch().isEmpty()).toList();
        if (said.isEmpty() && choices.size() == 1) return choices.getFirst();
        var best = said.stream().min(Comparator.comparingInt(it -> node.rank(it.platform())));
        if (best.isPresent() && node.runs(best.get().platform())) return best.get();
        var there =
                said.stream()
                        .map(it -> it.platform().toString())
                        .filter(it -> !it.contains("unknown")) // what was signed, no image
                        .distinct()
                        .sorted()
                        .toList();
        throw ImageTrouble.bad(
                there.isEmpty()
                        ? "it has " + choices.size() + " images and does not say for what machines"
                        : "it is for " + String.join(", ", there) + ", and this node is " + node);
    }

    /// What a manifest or an index says of something else: a manifest, a config, a layer.
    ///
    /// @param platform what a manifest is for; all empty: it was not said
    record Blob(String digest, String type, long bytes, Platform platform) {
        static Blob read(JsonReader in) throws IOException {
            var texts = new HashMap<String, String>();
            var size = new long[1];
            JsonText.fields(
                    in,
                    Map.of(
                            "digest", it -> texts.put("digest", text(it)),
                            "mediaType", it -> texts.put("type", text(it)),
                            "size", it -> size[0] = it.readLong(),
                            "platform", it -> readPlatform(it, texts)));
            var digest = texts.getOrDefault("digest", "");
            if (!Digests.is(digest)) throw ImageTrouble.bad("it names a part '" + digest + "'");
            if (size[0] < 0) throw ImageTrouble.bad("it names a part of " + size[0] + " bytes");
            var platform =
                    new Platform(
                            texts.getOrDefault("os", ""),
                            texts.getOrDefault("architecture", ""),
                            texts.getOrDefault("variant", ""));
            return new Blob(digest, texts.getOrDefault("type", ""), size[0], platform);
        }

        private static void readPlatform(JsonReader in, Map<String, String> texts)
                throws IOException {
            JsonText.fields(
                    in,
                    Map.of(
                            "os", it -> texts.put("os", text(it)),
                            "architecture", it -> texts.put("architecture", text(it)),
                            "variant", it -> texts.put("variant", text(it))));
        }

        /// Where it is in a layout of OCI.
        String path() {
            return "blobs/sha256/" + Digests.hex(digest);
        }
    }
}
