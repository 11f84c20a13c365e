/* The processes of the task: the first one, and all that came from it. */
#ifndef SKERRY_TREE_H
#define SKERRY_TREE_H
#include "text.h"

enum { CGROUPS_MAX = 8 };

extern pid_t task; /* the first process */
extern int task_ended, task_status;
extern int instead; /* the signal in whose place it was killed; 0: none */
extern int contained; /* the first process is number 1 of a namespace of its own */
extern int wrapped; /* the first process only waits for the one that is meant */
extern int cgroup_fd[CGROUPS_MAX], cgroup_count;

/* Takes note of what has ended. */
void reap(void);

/* Whether any process of the task is left. */
int has_children(void);

/* Sends a signal to every process that the task has now, once to each; to no wrapper, or what is in
 * it would have no time to end. */
void signal_tree(int signal);

/* Ends every process of the task; returns when they are gone, or after some seconds. */
void kill_tree(void);

#endif
