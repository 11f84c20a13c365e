/// What the node tells of itself, to those who stand beside it.
@NullMarked
package dev.skerry.agent.http;

import org.jspecify.annotations.NullMarked;
