/* What keeps a task from what is not its own, as far as the shim has a part in it. */
#ifndef SKERRY_WALLS_H
#define SKERRY_WALLS_H
#include "text.h"

/* What the first process learns of the start: the step that failed and why, or STARTED. */
struct failure {
    char step[12];
    int error;
};

#define STARTED "started"

/* Says that the step failed, and ends the process. */
_Noreturn void fail(int to, const char *step);

/* Whether the start failed of which the process reports that is to run the task. */
int failed(int from, struct failure *failure);

/* The calls that the file holds are refused from now on, to whatever this process will execute. */
int install_filter(int file);

/* Before the fork, and then in the child: from there it sees what the process sees; with its users,
 * users and groups have the numbers that they have for it. */
int open_namespaces(pid_t process, int users);
int join_namespaces(void);

/* Executes the wrapper, which has nothing of the task's environment: what that can do to it, as by
 * LD_PRELOAD, it shall do in its walls. */
_Noreturn void run_wrapper(int report, int filter, char *program, char **argv, char **envp);

/* The other end of it: SHIM PROGRAM ARGV0..., executed by the wrapper. */
_Noreturn void inside(char **argv);

#endif
