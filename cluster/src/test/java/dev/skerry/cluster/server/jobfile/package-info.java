@NullMarked
package dev.skerry.cluster.server.jobfile;

import org.jspecify.annotations.NullMarked;
