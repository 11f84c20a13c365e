package dev.skerry.agent.image;

import static dev.skerry.agent.image.JsonText.text;

import io.avaje.json.JsonReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

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

    private static void readPlatform(JsonReader in, Map<String, String> texts) throws IOException {
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
