@NullMarked
package dev.skerry.example.note.node;

import org.jspecify.annotations.NullMarked;
