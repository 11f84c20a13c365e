/* What a layer of an image takes away, and the times of its folders. */
#ifndef SKERRY_MARKS_H
#define SKERRY_MARKS_H

/* Does the orders of standard input; returns the exit code. */
int make_marks(void);

#endif
