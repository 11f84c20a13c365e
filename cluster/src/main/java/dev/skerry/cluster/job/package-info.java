/// What a user asks for, with every default filled in.
@NullMarked
package dev.skerry.cluster.job;

import org.jspecify.annotations.NullMarked;
