@NullMarked
package dev.skerry.example.note.codec;

import org.jspecify.annotations.NullMarked;
