@NullMarked
package dev.skerry.example.note.agent;

import org.jspecify.annotations.NullMarked;
