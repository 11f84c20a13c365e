/// The job file: from text that people write to what the cluster understands.
@NullMarked
package dev.skerry.cluster.server.jobfile;

import org.jspecify.annotations.NullMarked;
