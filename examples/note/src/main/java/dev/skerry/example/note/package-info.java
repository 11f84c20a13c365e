/// A small room, whole: notes that people leave for nodes. It is there to be copied.
@NullMarked
package dev.skerry.example.note;

import org.jspecify.annotations.NullMarked;
