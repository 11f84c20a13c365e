/// Files that outlive the agent and the power.
@NullMarked
package dev.skerry.agent.files;

import org.jspecify.annotations.NullMarked;
