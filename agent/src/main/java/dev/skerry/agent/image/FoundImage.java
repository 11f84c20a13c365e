package dev.skerry.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An image of which all is known but its layers.
///
/// @param digest of its manifest, or of its config where there is none
/// @param text of its config
record FoundImage(String digest, String text, ImageConfig config) {
    /// Where its layers come from, compressed as they may be.
    interface Layers {
        /// @param index 0 is the lowest
        InputStream open(int index) throws IOException;
    }

    /// @param layers how many its manifest names
    static FoundImage of(String digest, byte[] configBytes, int layers, Platform node)
            throws IOException {
        var config = ImageConfig.read(configBytes, node);
        int ids = config.diffIds().size();
        if (layers != ids)
            throw ImageTrouble.bad(
                    "its manifest names " + layers + " layers, and its config " + ids);
        return new FoundImage(digest, new String(configBytes, StandardCharsets.UTF_8), config);
    }

    /// Its folders, lowest first. One that is in it twice is as good as its upper one alone, and an
    /// overlay takes none twice.
    List<String> layers() {
        var all = config.diffIds().stream().map(Digests::layer).toList();
        return all.reversed().stream().distinct().toList().reversed();
    }
}
