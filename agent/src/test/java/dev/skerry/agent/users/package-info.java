@NullMarked
package dev.skerry.agent.users;

import org.jspecify.annotations.NullMarked;
