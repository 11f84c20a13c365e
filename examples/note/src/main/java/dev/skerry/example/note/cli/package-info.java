@NullMarked
package dev.skerry.example.note.cli;

import org.jspecify.annotations.NullMarked;
