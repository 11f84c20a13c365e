/// Tasks in containers: what an image has in it, run by runc or crun without a daemon, behind a
/// shim as all that runs here.
@NullMarked
package dev.skerry.agent.container;

import org.jspecify.annotations.NullMarked;
