/// Tasks as callers: by what they show who they are, and what they may.
@NullMarked
package dev.skerry.trust.server.task;

import org.jspecify.annotations.NullMarked;
