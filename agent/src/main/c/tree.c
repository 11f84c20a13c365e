/*
 * The processes of the task. Orphans among them are handed to the shim (subreaper), so that each
 * is a child of the shim or of another one, whatever sessions and groups they made for themselves.
 */
#include "tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    MEMBERS_MAX = 4096,   /* as many processes as a task may have */
    SWEEP_MAX_MS = 10000, /* for killing what the task left behind */
};

pid_t task;
int task_ended, task_status, instead, contained, wrapped;
int cgroup_fd[CGROUPS_MAX], cgroup_count;

static pid_t members[MEMBERS_MAX];
static int member_count;

void reap(void) {
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid != task) continue;
        task_ended = 1;
        task_status = status;
    }
}

int has_children(void) {
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static void each_process(void (*visit)(pid_t pid, pid_t parent)) {
    char entries[4096];
    int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (proc < 0) return;
    ssize_t n;
    while ((n = getdents64(proc, entries, sizeof entries)) > 0) {
        for (ssize_t at = 0; at < n;) {
            struct dirent64 *entry = (struct dirent64 *) (entries + at);
            at += entry->d_reclen;
            uint64_t pid = number(entry->d_name);
            if (pid > 1) visit((pid_t) pid, (pid_t) stat_field(pid, 4));
        }
    }
    close(proc);
}

/* The kernel lists the children of each thread, unless it was built without (PROC_CHILDREN). */
static int children_are_listed(void) {
    return access("/proc/thread-self/children", R_OK) == 0;
}

/* Reads numbers between blanks, as many as there are. */
static void each_listed(int list, pid_t parent, void (*visit)(pid_t pid, pid_t parent)) {
    char text[512];
    ssize_t n;
    pid_t pid = 0;
    while ((n = read(list, text, sizeof text)) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                pid = pid * 10 + (text[i] - '0');
            } else if (pid > 0) {
                visit(pid, parent);
                pid = 0;
            }
        }
    }
}

static void each_child(pid_t parent, void (*visit)(pid_t pid, pid_t parent)) {
    char entries[1024], path[48];
    put(put_number(put(path, "/proc/"), (uint64_t) parent), "/task");
    int threads = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (threads < 0) return; /* it has ended */
    ssize_t n;
    while ((n = getdents64(threads, entries, sizeof entries)) > 0) {
        for (ssize_t at = 0; at < n;) {
            struct dirent64 *entry = (struct dirent64 *) (entries + at);
            at += entry->d_reclen;
            uint64_t thread = number(entry->d_name);
            if (thread == 0) continue;
            put(put_number(path, thread), "/children");
            int list = openat(threads, path, O_RDONLY | O_CLOEXEC);
            if (list < 0) continue;
            each_listed(list, parent, visit);
            close(list);
        }
    }
    close(threads);
}

static int is_member(pid_t pid) {
    for (int i = 0; i < member_count; i++)
        if (members[i] == pid) return 1;
    return 0;
}

static void collect(pid_t pid, pid_t parent) {
    if (member_count == MEMBERS_MAX || is_member(pid)) return;
    if (parent == getpid() || is_member(parent)) members[member_count++] = pid;
}

/* A look at the task's own processes, as far as the kernel knows them by their parents: with a
 * thousand tasks to end, a look at every process of the machine for each of them is a million. */
static void collect_all(void) {
    if (!children_are_listed()) {
        each_process(collect);
        return;
    }
    each_child(getpid(), collect);
    for (int i = 0; i < member_count; i++) each_child(members[i], collect);
}

/* One bit of a set of signals in /proc/PID/status, such as that of those that are caught. */
static int has_bit(const char *status, const char *set, int signal) {
    const char *at = strstr(status, set);
    if (at == NULL) return 1; /* nobody can say: then it hears of it as all do */
    at += strlen(set) + strspn(at + strlen(set), " \t");
    size_t digits = strspn(at, "0123456789abcdef"), digit = (size_t) (signal - 1) / 4;
    if (digit >= digits) return 0;
    char c = at[digits - 1 - digit];
    return (c <= '9' ? c - '0' : c - 'a' + 10) >> (signal - 1) % 4 & 1;
}

/* To number 1 of a namespace the kernel passes no signal that it has said nothing of. Of any other
 * process it would be the end. */
static int ends_unheard(int signal) {
    static const char ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM};
    char path[48], status[4096];
    if (!contained || memchr(ending, signal, sizeof ending) == NULL) return 0;
    put(put_number(put(path, "/proc/"), (uint64_t) task), "/status");
    if (read_file(AT_FDCWD, path, status, sizeof status) <= 0) return 0;
    return !has_bit(status, "SigCgt:", signal) && !has_bit(status, "SigIgn:", signal)
            && !has_bit(status, "SigBlk:", signal);
}

/* All are known before the first hears of it: what a process starts on its last way, to save or to
 * clean up, is not meant. The first process comes first: a shell whose program ended before it
 * would go on with its script. What was paused hears of it as well. */
void signal_tree(int signal) {
    member_count = 0;
    if (!task_ended) members[member_count++] = task;
    int before;
    do { /* again while there are more: one may have come meanwhile, or stood before its parent */
        before = member_count;
        collect_all();
    } while (member_count > before);
    if (!task_ended && ends_unheard(signal)) {
        instead = signal;
        kill(task, SIGKILL);
        return; /* with it ends what is in its namespace */
    }
    for (int i = 0; i < member_count; i++) {
        if (wrapped && members[i] == task) continue;
        kill(members[i], signal);
        kill(members[i], SIGCONT);
    }
}

static void kill_child(pid_t pid, pid_t parent) {
    if (parent == getpid()) kill(pid, SIGKILL);
}

static void kill_cgroups(void) {
    for (int i = 0; i < cgroup_count; i++) {
        int fd = openat(cgroup_fd[i], "cgroup.kill", O_WRONLY | O_CLOEXEC);
        if (fd < 0) continue;
        write_all(fd, "1", 1);
        close(fd);
    }
}

/* What the task and its cgroup don't take with them is looked for, which costs a look at every
 * process of the machine: not before these two had a moment to work. Killing children until there
 * are none ends every descendant. */
void kill_tree(void) {
    uint64_t until = clock_ms(CLOCK_MONOTONIC) + SWEEP_MAX_MS;
    kill_cgroups();
    if (!task_ended) kill(task, SIGKILL);
    reap();
    for (int round = 0; has_children() && clock_ms(CLOCK_MONOTONIC) < until; round++) {
        if (round > 1 || cgroup_count == 0) each_process(kill_child);
        poll(NULL, 0, 2);
        reap();
    }
}
