/// The output of tasks, read back while it is being written.
///
/// A stream is one sequence of bytes; an offset in it never changes its meaning. On disk it is a
/// few files in one directory, `stdout.0`, `stdout.10485760`, each named by the offset of its first
/// byte. The oldest are removed as newer ones begin; none is ever renamed.
@NullMarked
package dev.skerry.agent.logs;

import org.jspecify.annotations.NullMarked;
