package dev.skerry.agent.image;

import java.util.List;

/// An image that is here, unpacked.
///
/// @param name as its job says it
/// @param digest of its manifest, or, from an archive without one, of its config: `sha256:…`
/// @param layers names of folders below that of all layers, lowest first
public record Image(String name, String digest, List<String> layers, ImageConfig config) {
    public Image {
        layers = List.copyOf(layers);
    }
}
