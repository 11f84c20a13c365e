/// The versions of jobs over HTTP.
@NullMarked
package dev.skerry.cluster.server.versions;

import org.jspecify.annotations.NullMarked;
