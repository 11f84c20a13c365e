/* A container: programs by turns make the first process of it, let that go on, and clear up. */
#ifndef SKERRY_RUNTIME_H
#define SKERRY_RUNTIME_H
#include "text.h"

struct runtime {
    char *process;                /* the file to which the program writes what process it has made */
    char **go, **clear;           /* the words of the other two programs */
    char *layers, *options, *at;  /* its file system, if it has one of its own */
};

/* Mounts its file system where only this process, and what comes from it, sees it. */
int mount_layers(const struct runtime *runtime);

/* The program that makes the first process, `task` so far, has nothing left to do but to end. From
 * then on that process is the task. Returns 0, or -1 with its step and error in `failed`. */
int take_over(const struct runtime *runtime, char **envp, int out, int err, const char **failed);

/* Whatever is left of it goes. */
void clear_up(const struct runtime *runtime, char **envp);

#endif
