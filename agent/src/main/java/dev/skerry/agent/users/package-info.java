/// Who runs tasks: the users of this machine, those that belong to one run each, and whether they
/// can come to their folders.
@NullMarked
package dev.skerry.agent.users;

import org.jspecify.annotations.NullMarked;
