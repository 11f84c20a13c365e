/*
 * skerry-shim stands between the agent and one task.
 *
 * It starts the task, keeps its output in bounded files, and writes down how it ended. It outlives
 * the agent: an agent that is killed and comes back finds here what happened meanwhile. It never
 * outlives its task, and it is small, since there is one per task: no allocation, no stdio, no
 * threads.
 *
 * Its orders come on stdin as strings that end with a zero byte. The first character says what it
 * is:
 *
 *   r record directory     n notification directory   i name of the file to leave there
 *   l log directory        w working directory        b boot id, copied to the record
 *   f log files, at most   s bytes of one, at most     o O / E and the offset of a log file
 *   u uid    g gid         G further group            c cgroup directory to join (repeated)
 *   x program              a argument, from argv[0]    e environment entry (repeated)
 *   p the program is a wrapper, with SHIM PROGRAM ARGV0... as its last arguments
 *   S file with a filter of system calls               N process whose namespaces to join first
 *   U and its users are those of that process as well
 *   P file with the number of the process that the program makes, before it ends: the task
 *   y word of the program that lets it go on (repeated)   z of the one that clears up (repeated)
 *   m options of its file system   M where it is           D from where the options name its layers
 *
 * It exits with 0 once the task runs (a second process of it stays), or with 1 and "step errno" on
 * stderr. A task in a wrapper runs once its program does, to which this file leads as well: see
 * walls.c. No signal is passed to a wrapper. In the record directory it keeps:
 *
 *   lock      locked (fcntl) while a shim lives: the same task cannot be started twice
 *   started   written before the start is reported
 *   control   a FIFO. A byte of 1 to 64 is a signal for all processes of the task: it is asked to
 *             end. 255 kills them
 *   exit      how it ended; written under another name at the start: a full disk can't lose it
 */
#include "runtime.h"
#include "marks.h"
#include "text.h"
#include "tree.h"
#include "walls.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/magic.h>
#include <linux/sched.h> /* clone_args */
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h> /* renameat; nothing else of it is used */
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    SPEC_BYTES_MAX = 1 << 20,
    GROUPS_MAX = 64,
    LOG_FILES_MAX = 64,
    RECORD_BYTES_MAX = 4096,
    EXIT_BYTES = 512,        /* reserved on disk at the start */
    DRAIN_MAX_MS = 2000,     /* for output that is still on its way */
    KILL_TREE = 255
};

/* One of the task's two outputs and its files. A file is named by the offset of its first byte. */
struct stream {
    const char *name;
    int pipe, file;
    int count;
    uint64_t starts[LOG_FILES_MAX];
    uint64_t bytes; /* in the newest file */
    uint64_t dropped;
};

struct spec {
    char *record, *notify, *logs, *work, *boot, *program, *filter;
    char *cgroup[CGROUPS_MAX];
    char **argv, **envp;
    struct runtime runtime;
    gid_t groups[GROUPS_MAX];
    int cgroups, group_count, has_user, joins_users;
    pid_t beside;
    uid_t uid;
    gid_t gid;
};

static struct stream out = {.name = "stdout.", .pipe = -1, .file = -1};
static struct stream err = {.name = "stderr.", .pipe = -1, .file = -1};
static char name[256];
static int record_fd, notify_fd, log_fd, exit_fd, control_fd, signal_fd, filter_fd = -1;
static uint64_t files_max = 1, file_bytes_max = 1;
static int birthplace = -1; /* of the cgroups, in which the task's process was born */
static int stopping; /* it was asked to end, and what is left of it has time to */
static int killed;   /* it was ended by an order */
static char buffer[16384];

/* ---- logs ---- */
static void log_name(char *into, struct stream *s, int index) {
    put_number(put(into, s->name), s->starts[index]);
}

static int log_open(struct stream *s) {
    char path[64];
    log_name(path, s, s->count - 1);
    s->file = openat(log_fd, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (s->file < 0) return -1;
    struct stat st;
    s->bytes = fstat(s->file, &st) == 0 ? (uint64_t) st.st_size : 0;
    return 0;
}

/* Begins the next file; removes the oldest ones first, so that the bound holds at every moment. */
static void log_rotate(struct stream *s) {
    char path[64];
    uint64_t next = s->starts[s->count - 1] + s->bytes;
    while ((uint64_t) s->count >= files_max) {
        log_name(path, s, 0);
        unlinkat(log_fd, path, 0);
        memmove(s->starts, s->starts + 1, sizeof(uint64_t) * (size_t) --s->count);
    }
    if (s->file >= 0) close(s->file);
    s->file = -1;
    s->bytes = 0;
    s->starts[s->count++] = next;
    log_open(s);
}

static void log_write(struct stream *s, const char *data, uint64_t length) {
    while (length > 0) {
        if (s->bytes >= file_bytes_max) log_rotate(s);
        uint64_t room = file_bytes_max - s->bytes;
        ssize_t n = write(s->file, data, (size_t) (length < room ? length : room));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) { /* a full disk must not stop the task: what can't be kept is counted */
            s->dropped += length;
            if (s->file < 0) log_open(s);
            return;
        }
        s->bytes += (uint64_t) n;
        data += n;
        length -= (uint64_t) n;
    }
}

/* Moves what is waiting. Closes the pipe when the last writer is gone. */
static void pump(struct stream *s) {
    if (s->pipe < 0) return;
    ssize_t n = read(s->pipe, buffer, sizeof buffer);
    if (n > 0) log_write(s, buffer, (uint64_t) n);
    else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        close(s->pipe);
        s->pipe = -1;
    }
}

/* ---- records ---- */
/* Not synced: it speaks of processes, and after a power cut there are none of which it could. */
static int write_record(const char *temporary, const char *final, const char *text, size_t length) {
    int fd = openat(record_fd, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return -1;
    int failed = write_all(fd, text, length);
    close(fd);
    return failed | renameat(record_fd, temporary, record_fd, final);
}

static int write_started(const struct spec *spec) {
    char text[RECORD_BYTES_MAX], *at = text;
    at = put_field(at, "pid", (uint64_t) task);
    at = put_field(at, "pidStart", stat_field((uint64_t) task, 22));
    at = put_field(at, "shim", (uint64_t) getpid());
    at = put_field(at, "shimStart", stat_field((uint64_t) getpid(), 22));
    at = put_field(at, "wrapped", (uint64_t) wrapped);
    at = put_field(at, "contained", (uint64_t) contained);
    at = put_field(at, "at", clock_ms(CLOCK_REALTIME));
    at = put(put(put(at, "boot="), spec->boot), "\n");
    for (int i = 0; i < spec->cgroups; i++) {
        if (at + strlen(spec->cgroup[i]) + 16 > text + sizeof text) break;
        at = put(put(put(at, "cgroup="), spec->cgroup[i]), "\n");
    }
    return write_record("started.tmp", "started", text, (size_t) (at - text));
}

/* Does the kernel's count of processes that it killed for want of memory say more than 0? */
static int oom_killed(void) {
    char text[1024];
    for (int i = 0; i < cgroup_count; i++) {
        static const char *const files[] = {"memory.events", "memory.oom_control"};
        for (int f = 0; f < 2; f++) {
            if (read_file(cgroup_fd[i], files[f], text, sizeof text) <= 0) continue;
            char *at = strstr(text, "oom_kill ");
            if (at != NULL && number(at + strlen("oom_kill ")) > 0) return 1;
        }
    }
    return 0;
}

static void write_exit(void) {
    char text[EXIT_BYTES], *at = text;
    memset(text, '\n', sizeof text);
    int signalled = WIFSIGNALED(task_status);
    at = put_field(at, "code", signalled ? 0 : (uint64_t) WEXITSTATUS(task_status));
    int signal = signalled ? WTERMSIG(task_status) : 0;
    if (signal == SIGKILL && instead) signal = instead;
    at = put_field(at, "signal", (uint64_t) signal);
    at = put_field(at, "oomKilled", (uint64_t) oom_killed());
    at = put_field(at, "killed", (uint64_t) killed);
    at = put_field(at, "wrapped", (uint64_t) wrapped);
    at = put_field(at, "at", clock_ms(CLOCK_REALTIME));
    at = put_field(at, "droppedBytes", out.dropped + err.dropped);
    *at = '\n';
    if (pwrite(exit_fd, text, sizeof text, 0) == (ssize_t) sizeof text) {
        fsync(exit_fd);
        renameat(record_fd, "exit.tmp", record_fd, "exit");
        fsync(record_fd);
    }
    unlinkat(record_fd, "control", 0);
    int fd = openat(notify_fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0) close(fd);
}

/* ---- orders ---- */
/* How many words of each kind there are so far. */
struct counts {
    size_t args, envs, go, clear;
};

static void take(struct spec *spec, char *text, struct counts *have) {
    char *value = text + 1;
    switch (*text) {
        case 'r': spec->record = value; break;
        case 'n': spec->notify = value; break;
        case 'i': strncpy(name, value, sizeof name - 1); break;
        case 'l': spec->logs = value; break;
        case 'w': spec->work = value; break;
        case 'b': spec->boot = value; break;
        case 'f': files_max = number(value); break;
        case 's': file_bytes_max = number(value); break;
        case 'O': if (out.count < LOG_FILES_MAX) out.starts[out.count++] = number(value); break;
        case 'E': if (err.count < LOG_FILES_MAX) err.starts[err.count++] = number(value); break;
        case 'u': spec->uid = (uid_t) number(value); spec->has_user = 1; break;
        case 'g': spec->gid = (gid_t) number(value); break;
        case 'G':
            if (spec->group_count < GROUPS_MAX)
                spec->groups[spec->group_count++] = (gid_t) number(value);
            break;
        case 'c': if (spec->cgroups < CGROUPS_MAX) spec->cgroup[spec->cgroups++] = value; break;
        case 'p': wrapped = 1; break;
        case 'S': spec->filter = value; break;
        case 'N': spec->beside = (pid_t) number(value); break;
        case 'U': spec->joins_users = 1; break;
        case 'x': spec->program = value; break;
        case 'a': spec->argv[have->args++] = value; break;
        case 'e': spec->envp[have->envs++] = value; break;
        case 'P': spec->runtime.process = value; break;
        case 'y': spec->runtime.go[have->go++] = value; break;
        case 'z': spec->runtime.clear[have->clear++] = value; break;
        case 'm': spec->runtime.options = value; break;
        case 'M': spec->runtime.at = value; break;
        case 'D': spec->runtime.layers = value; break;
    }
}

static void *pages(size_t bytes) {
    void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return at == MAP_FAILED ? NULL : at;
}

/* Reads the orders. They are never freed: the lasting process gives the pages back by munmap. */
static int read_spec(struct spec *spec, char **text, size_t *pointers) {
    size_t length = 0;
    struct counts all = {0}, have = {0};
    ssize_t n;
    if ((*text = pages(SPEC_BYTES_MAX)) == NULL) return -1;
    while ((n = read(0, *text + length, SPEC_BYTES_MAX - length)) > 0) length += (size_t) n;
    if (n < 0 || length == 0 || length == SPEC_BYTES_MAX || (*text)[length - 1] != 0) return -1;
    for (size_t at = 0; at < length; at += strlen(*text + at) + 1) {
        all.args += (*text)[at] == 'a';
        all.envs += (*text)[at] == 'e';
        all.go += (*text)[at] == 'y';
        all.clear += (*text)[at] == 'z';
    }
    struct runtime *runtime = &spec->runtime;
    *pointers = (all.args + all.envs + all.go + all.clear + 4) * sizeof(char *);
    if ((spec->argv = pages(*pointers)) == NULL) return -1;
    spec->envp = spec->argv + all.args + 1;
    runtime->go = spec->envp + all.envs + 1;
    runtime->clear = runtime->go + all.go + 1;
    for (size_t at = 0; at < length; at += strlen(*text + at) + 1) take(spec, *text + at, &have);
    int whole = spec->record && spec->notify && name[0] && spec->logs && spec->work && spec->boot
            && spec->program && all.args > 0 && !runtime->process == !all.go
            && !runtime->process == !all.clear && !runtime->at == !runtime->options
            && !runtime->at == !runtime->layers;
    int bounded = files_max >= 1 && files_max <= LOG_FILES_MAX && file_bytes_max >= 1;
    return whole && bounded ? 0 : -1;
}

/* ---- the task's own process, up to exec ---- */
/* For a process that moves, the kernel waits until nobody forks on any processor, which takes ten
 * milliseconds and more. It need not for a child that is born in its cgroup, nor for one thread
 * that moves itself, as it can by the `tasks` of version 1; there are no others here. */
static int move_to(int cgroup) {
    int fd = openat(cgroup, "tasks", O_WRONLY | O_CLOEXEC);
    if (fd < 0) fd = openat(cgroup, "cgroup.procs", O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int failed = write_all(fd, "0", 1);
    int error = errno;
    close(fd);
    errno = error;
    return failed;
}

static void join_cgroups(int report) {
    for (int i = 0; i < cgroup_count; i++)
        if (i != birthplace && move_to(cgroup_fd[i]) != 0) fail(report, "cgroup");
}

/* Nothing that it executes can have more than it has: not by a file's capabilities either, should
 * the kernel ever forget the promise below. Without the right to it they stay as they are; a root
 * of this machine keeps what makes it one. */
static void empty_bounds(const struct spec *spec) {
    if (!spec->has_user || (spec->uid == 0 && !spec->joins_users)) return;
    for (unsigned long one = 0; prctl(PR_CAPBSET_READ, one, 0, 0, 0) >= 0; one++)
        prctl(PR_CAPBSET_DROP, one, 0, 0, 0);
}

static void become_user(const struct spec *spec, int report, int out_fd, int err_fd) {
    if (!spec->has_user) return;
    /* Of the outputs as well, or it could not open its own /dev/stdout. */
    if (spec->joins_users) { /* here it has another number */
        fchmod(out_fd, 0666);
        fchmod(err_fd, 0666);
    } else {
        if (fchown(out_fd, spec->uid, spec->gid) != 0) fail(report, "chown");
        if (fchown(err_fd, spec->uid, spec->gid) != 0) fail(report, "chown");
    }
    if (setgroups((size_t) spec->group_count, spec->groups) != 0) fail(report, "groups");
    if (setresgid(spec->gid, spec->gid, spec->gid) != 0) fail(report, "gid");
    if (setresuid(spec->uid, spec->uid, spec->uid) != 0) fail(report, "uid");
}

static void write_oom_score(const char *score) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0) return; /* without the right to it the default stands, which is only less good */
    write_all(fd, score, strlen(score));
    close(fd);
}

static void run_task(
    const struct spec *spec, int report, int stdout_fd, int stderr_fd, pid_t shim) {
    const struct rlimit no_core = {0, 0};
    sigset_t none;
    setsid();
    write_oom_score("0");
    join_cgroups(report);
    setrlimit(RLIMIT_CORE, &no_core);
    if (spec->runtime.at && mount_layers(&spec->runtime) != 0) fail(report, "overlay");
    if (spec->beside && join_namespaces() != 0) fail(report, "join");
    empty_bounds(spec);
    become_user(spec, report, stdout_fd, stderr_fd);
    /* After the change of user, which would clear it; the shim may have died meanwhile. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail(report, "pdeathsig");
    if (getppid() != (spec->beside ? 0 : shim)) _exit(1); /* 0: it is in none of its namespaces */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail(report, "privileges");
    if (chdir(spec->work) != 0) fail(report, "chdir");
    if (dup2(stdout_fd, 1) < 0 || dup2(stderr_fd, 2) < 0) fail(report, "dup");
    for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(022);
    if (wrapped) run_wrapper(report, filter_fd, spec->program, spec->argv, spec->envp);
    if (filter_fd >= 0 && install_filter(filter_fd) != 0) fail(report, "filter");
    execve(spec->program, spec->argv, spec->envp);
    fail(report, "exec");
}

/* ---- the shim that stays ---- */
static void hold(int to, int fd, const char *step) {
    if (fd < 0) fail(to, step);
}

static void open_places(const struct spec *spec, int to) {
    const int directory = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    hold(to, record_fd = open(spec->record, directory), "record");
    int lock = openat(record_fd, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (lock < 0 || fcntl(lock, F_SETLK, &whole) != 0) fail(to, "lock");
    hold(to, notify_fd = open(spec->notify, directory), "notify");
    hold(to, log_fd = open(spec->logs, directory), "logs");
    for (cgroup_count = 0; cgroup_count < spec->cgroups; cgroup_count++)
        hold(to, cgroup_fd[cgroup_count] = open(spec->cgroup[cgroup_count], directory), "cgroup");
    if (spec->filter)
        hold(to, filter_fd = open(spec->filter, O_RDONLY | O_CLOEXEC), "filter");
    exit_fd = openat(record_fd, "exit.tmp", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    hold(to, exit_fd, "record");
    memset(buffer, '\n', EXIT_BYTES);
    if (write_all(exit_fd, buffer, EXIT_BYTES) != 0) fail(to, "record");
    unlinkat(record_fd, "control", 0);
    if (mkfifoat(record_fd, "control", 0600) != 0) fail(to, "control");
    hold(to, control_fd = openat(record_fd, "control", O_RDWR | O_NONBLOCK | O_CLOEXEC), "control");
    struct stream *streams[] = {&out, &err};
    for (int i = 0; i < 2; i++) {
        if (streams[i]->count == 0) streams[i]->starts[streams[i]->count++] = 0;
        if (log_open(streams[i]) != 0) fail(to, "logs");
    }
}

/* The child is born in its cgroup of version 2, if it has one. Linux knows that since 5.7, and some
 * filters of calls do not let it through: then it moves there itself. */
static pid_t fork_task(void) {
#ifdef CLONE_INTO_CGROUP
    struct statfs system;
    for (int i = 0; i < cgroup_count; i++) {
        if (fstatfs(cgroup_fd[i], &system) != 0) continue;
        if ((uint64_t) system.f_type != CGROUP2_SUPER_MAGIC) continue;
        struct clone_args how = {.flags = CLONE_INTO_CGROUP,
                .exit_signal = SIGCHLD,
                .cgroup = (uint64_t) cgroup_fd[i]};
        birthplace = i;
        pid_t pid = (pid_t) syscall(SYS_clone3, &how, sizeof how);
        if (pid >= 0) return pid;
    }
#endif
    birthplace = -1;
    return fork();
}

static void start_task(const struct spec *spec, int to) {
    int o[2], e[2], report[2];
    if (pipe2(o, O_CLOEXEC) != 0 || pipe2(e, O_CLOEXEC) != 0 || pipe2(report, O_CLOEXEC) != 0)
        fail(to, "pipe");
    fcntl(o[0], F_SETFL, O_NONBLOCK);
    fcntl(e[0], F_SETFL, O_NONBLOCK);
    pid_t self = getpid();
    if (spec->beside && open_namespaces(spec->beside, spec->joins_users) != 0) fail(to, "join");
    if ((task = fork_task()) < 0) fail(to, "fork");
    if (task == 0) run_task(spec, report[1], o[1], e[1], self);
    close(report[1]);
    out.pipe = o[0];
    err.pipe = e[0];
    struct failure failure;
    if (failed(report[0], &failure)) {
        waitpid(task, &task_status, 0);
        pump(&err); /* a wrapper says there what it could not */
        write_all(to, (const char *) &failure, sizeof failure);
        _exit(1);
    }
    close(report[0]);
    const char *step = "record";
    contained = spec->runtime.process != NULL;
    int made = !spec->runtime.process
            || take_over(&spec->runtime, spec->envp, o[1], e[1], &step) == 0;
    close(o[1]);
    close(e[1]);
    if (made && write_started(spec) == 0) return;
    int error = errno;
    pump(&err); /* and a runtime */
    kill_tree();
    if (spec->runtime.process) clear_up(&spec->runtime, spec->envp);
    errno = error;
    fail(to, step);
}

/* A task that was asked to end has ended when all its processes have, or by KILL_TREE, which comes
 * when its time is over. */
static void obey(void) {
    unsigned char orders[64];
    ssize_t n = read(control_fd, orders, sizeof orders);
    for (ssize_t i = 0; i < n; i++) {
        int kills = orders[i] == KILL_TREE;
        if (!kills && (orders[i] < 1 || orders[i] >= NSIG)) continue;
        stopping = !kills;
        killed |= kills || orders[i] == SIGKILL;
        if (kills) kill_tree();
        else signal_tree(orders[i]);
    }
}

static void stay(const struct spec *spec) {
    uint64_t until = 0;
    while (until == 0 || ((out.pipe >= 0 || err.pipe >= 0) && clock_ms(CLOCK_MONOTONIC) < until)) {
        struct pollfd waits[] = {{.fd = signal_fd, .events = POLLIN},
                {.fd = control_fd, .events = POLLIN},
                {.fd = out.pipe, .events = POLLIN},
                {.fd = err.pipe, .events = POLLIN}};
        poll(waits, 4, until == 0 ? -1 : 50);
        if (waits[0].revents != 0) {
            struct signalfd_siginfo info;
            if (read(signal_fd, &info, sizeof info) > 0) reap();
        }
        if (waits[1].revents != 0) obey();
        pump(&out);
        pump(&err);
        if (task_ended && until == 0 && !(stopping && has_children())) {
            kill_tree();
            until = clock_ms(CLOCK_MONOTONIC) + DRAIN_MAX_MS;
        }
    }
    if (spec->runtime.process) clear_up(&spec->runtime, spec->envp);
    write_exit();
}

/* Gives back what was only needed to start. The pages of the program itself are mapped again one by
 * one as they are used: this halves what a resting shim holds. */
static void give_back(struct spec *spec, char *text, size_t pointers) {
    extern char __executable_start[], etext[];
    if (!spec->runtime.process) { /* which has words left */
        munmap(spec->argv, pointers);
        munmap(text, SPEC_BYTES_MAX);
    }
    madvise(__executable_start, (size_t) (etext - __executable_start), MADV_DONTNEED);
}

static void live(struct spec *spec, char *text, size_t pointers, int to) {
    sigset_t child;
    setsid();
    if (chdir("/") != 0) fail(to, "chdir");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (int s = 1; s < NSIG; s++)
        if (s != SIGCHLD) signal(s, SIG_IGN); /* it must see its task's end, whoever shuts down */
    signal(SIGCHLD, SIG_DFL);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_SETMASK, &child, NULL);
    hold(to, signal_fd = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd");
    open_places(spec, to);
    write_oom_score("-900");
    start_task(spec, to);
    write_all(to, (const char *) &(struct failure) {.step = STARTED}, sizeof(struct failure));
    close(to);
    give_back(spec, text, pointers);
    stay(spec);
    _exit(0);
}

static int say(const char *step, int error) {
    char text[64];
    char *end = put_number(put(put(text, step), " "), (uint64_t) error);
    write_all(2, text, (size_t) (end - text));
    return 1;
}

int main(int count, char **argv) {
    if (count > 2) inside(argv);
    if (count == 2 && strcmp(argv[1], "marks") == 0) return make_marks();
    struct spec spec = {0};
    struct failure failure = {.step = "shim"};
    char *text;
    size_t pointers;
    int to[2];
#ifdef SYS_close_range
    syscall(SYS_close_range, 3U, ~0U, 0U);
#endif
    if (read_spec(&spec, &text, &pointers) != 0) return say("orders", EINVAL);
    if (pipe2(to, O_CLOEXEC) != 0) return say("pipe", errno);
    pid_t pid = fork();
    if (pid < 0) return say("fork", errno);
    if (pid == 0) {
        close(to[0]);
        int null = open("/dev/null", O_RDWR);
        for (int fd = 0; fd <= 2; fd++) dup2(null, fd);
        if (null > 2) close(null);
        live(&spec, text, pointers, to[1]);
    }
    close(to[1]);
    ssize_t n = read(to[0], &failure, sizeof failure);
    if (n == (ssize_t) sizeof failure && strcmp(failure.step, STARTED) == 0) return 0;
    return say(failure.step, failure.error);
}
