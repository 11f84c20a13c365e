/// Facts on machines that are made of files.
@NullMarked
package dev.skerry.agent.facts;

import org.jspecify.annotations.NullMarked;
