/*
 * A container is made by a program of the node, such as runc, which ends when it has: its first
 * process then waits for a second program to let it go on, and is handed to the shim as all orphans
 * of the task are. So it is a task as any other. It comes into the task's cgroups before it runs.
 */
#include "runtime.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLEAR_MAX_MS = 5000, NOT_EXECUTED = 127 };

int mount_layers(const struct runtime *runtime) {
    if (unshare(CLONE_NEWNS) != 0) return -1;
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return -1;
    if (chdir(runtime->layers) != 0) return -1; /* a page is all that the options may be */
    const unsigned long flags = MS_NODEV | MS_NOSUID;
    return mount("overlay", runtime->at, "overlay", flags, runtime->options);
}

static pid_t start(char **words, char **envp, int out, int err) {
    pid_t shim = getpid(), pid = fork();
    if (pid != 0) return pid;
    sigset_t none;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != shim) _exit(NOT_EXECUTED);
    if (dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(NOT_EXECUTED);
    for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(words[0], words, envp);
    _exit(NOT_EXECUTED);
}

/* 0: it has done it; else its exit code, or what stands for the signal that ended it. */
static int code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int wait_for(pid_t pid) {
    int status;
    if (pid < 0) return NOT_EXECUTED;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return NOT_EXECUTED;
    return code(status);
}

static int join_cgroups_of_task(pid_t pid) {
    char text[24];
    char *end = put_number(text, (uint64_t) pid);
    for (int i = 0; i < cgroup_count; i++) {
        int fd = openat(cgroup_fd[i], "cgroup.procs", O_WRONLY | O_CLOEXEC);
        if (fd < 0 || write_all(fd, text, (size_t) (end - text)) != 0) return -1;
        close(fd);
    }
    return 0;
}

int take_over(const struct runtime *runtime, char **envp, int out, int err, const char **failed) {
    char text[24];
    *failed = "create";
    if ((errno = wait_for(task)) != 0) return -1;
    ssize_t length = read_file(AT_FDCWD, runtime->process, text, sizeof text);
    pid_t made = length <= 0 ? 0 : (pid_t) number(text);
    siginfo_t info;
    errno = ECHILD;
    if (made <= 1 || waitid(P_PID, (id_t) made, &info, WEXITED | WNOHANG | WNOWAIT) != 0) return -1;
    task = made;
    *failed = "cgroup";
    if (join_cgroups_of_task(made) != 0) return -1;
    *failed = "start";
    return (errno = wait_for(start(runtime->go, envp, out, err))) == 0 ? 0 : -1;
}

void clear_up(const struct runtime *runtime, char **envp) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    pid_t pid = start(runtime->clear, envp, null, null);
    uint64_t until = clock_ms(CLOCK_MONOTONIC) + CLEAR_MAX_MS;
    while (pid > 0 && waitpid(pid, NULL, WNOHANG) == 0) {
        if (clock_ms(CLOCK_MONOTONIC) > until) kill(pid, SIGKILL);
        poll(NULL, 0, 2);
    }
    close(null);
}
