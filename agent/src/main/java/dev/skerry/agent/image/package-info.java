/// Images of containers: fetched by `skopeo` or taken out of an archive, proven by their digests,
/// and unpacked layer by layer to where an overlay finds them.
@NullMarked
package dev.skerry.agent.image;

import org.jspecify.annotations.NullMarked;
