@NullMarked
package dev.skerry.example.note.sim;

import org.jspecify.annotations.NullMarked;
