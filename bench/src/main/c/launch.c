/*
 * The least that a node can need to start tasks: what the agent and its shim ask of the kernel for
 * each of them, and nothing else. A cgroup in each hierarchy with its limits, a program that is
 * started and forks, the process that stays with the task, and the task, in its cgroup: /bin/sleep.
 *
 *   launch TASKS     prints the seconds until all run, with as many at a time as there are cores
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PLACES_MAX = 8, PATH_MAX_BYTES = 512 };

static char places[PLACES_MAX][PATH_MAX_BYTES]; /* the parents of the tasks' cgroups */
static int unified[PLACES_MAX], place_count;

static int put(const char *folder, const char *file, const char *value) {
    char path[2 * PATH_MAX_BYTES];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    ssize_t n = write(fd, value, strlen(value));
    close(fd);
    return n < 0 ? -1 : 0;
}

static void add_place(const char *mount, int is_unified) {
    if (place_count == PLACES_MAX) return;
    char *place = places[place_count];
    snprintf(place, PATH_MAX_BYTES, "%s/skerry-bench", mount);
    if (is_unified) put(mount, "cgroup.subtree_control", "+memory +cpu +pids");
    if (mkdir(place, 0755) != 0 && errno != EEXIST) return;
    if (is_unified) put(place, "cgroup.subtree_control", "+memory +cpu +pids");
    unified[place_count++] = is_unified;
}

static void find_places(void) {
    char line[2048], mount[PATH_MAX_BYTES], type[64], options[1024];
    FILE *mounts = fopen("/proc/self/mounts", "re");
    if (mounts == NULL) return;
    while (fgets(line, sizeof line, mounts) != NULL) {
        if (sscanf(line, "%*s %400s %63s %1023s", mount, type, options) != 3) continue;
        if (strcmp(type, "cgroup2") == 0) add_place(mount, 1);
        if (strcmp(type, "cgroup") != 0) continue;
        strncat(options, ",", sizeof options - strlen(options) - 1);
        if (strstr(options, ",memory,") || strstr(options, ",cpu,") || strstr(options, ",pids,"))
            add_place(mount, 0);
    }
    fclose(mounts);
}

static void make_cgroup(const char *folder) {
    mkdir(folder, 0755);
    if (put(folder, "memory.max", "1048576") == 0) {
        put(folder, "memory.swap.max", "0");
        put(folder, "memory.oom.group", "1");
    } else if (put(folder, "memory.limit_in_bytes", "1048576") == 0) {
        put(folder, "memory.memsw.limit_in_bytes", "1048576");
    }
    if (put(folder, "cpu.weight", "1") != 0) put(folder, "cpu.shares", "2");
    put(folder, "pids.max", "4096");
}

/* A child that begins its life in the cgroup of this hierarchy, where the kernel can do that. */
static pid_t fork_into(int cgroup) {
    struct clone_args args = {.exit_signal = SIGCHLD};
    if (cgroup >= 0) {
        args.flags = CLONE_INTO_CGROUP;
        args.cgroup = (uint64_t) cgroup;
    }
    return (pid_t) syscall(SYS_clone3, &args, sizeof args);
}

/* In the place of the shim: stdout is told the task's pid, and closed when the task runs. */
static int shim(int count, char **cgroups) {
    if (fork() != 0) return 0;
    int inherited = -1, done[2];
    setsid();
    if (pipe2(done, O_CLOEXEC) != 0) return 1;
    for (int i = 0; i < count; i++)
        if (cgroups[i][0] == '2') inherited = open(cgroups[i] + 1, O_RDONLY | O_CLOEXEC);
    pid_t task = fork_into(inherited);
    if (task == 0) {
        for (int i = 0; i < count; i++)
            if (cgroups[i][0] == '1') put(cgroups[i] + 1, "tasks", "0");
        int null = open("/dev/null", O_RDWR);
        dup2(null, 1);
        execl("/bin/sleep", "sleep", "3600", (char *) NULL);
        _exit(127);
    }
    char end;
    close(done[1]);
    if (read(done[0], &end, 1) < 0 || write(1, &task, sizeof task) < 0) return 1;
    close(1);
    waitpid(task, NULL, 0);
    return 0;
}

static pid_t start(int number, const char *self) {
    char cgroups[PLACES_MAX][2 * PATH_MAX_BYTES], *arguments[PLACES_MAX + 3] = {NULL};
    int from[2], count = 0;
    arguments[count++] = (char *) self;
    arguments[count++] = "-shim";
    for (int i = 0; i < place_count; i++) {
        snprintf(cgroups[i], sizeof cgroups[i], "%d%s/%d", 1 + unified[i], places[i], number);
        make_cgroup(cgroups[i] + 1);
        arguments[count++] = cgroups[i];
    }
    if (pipe2(from, O_CLOEXEC) != 0) return -1;
    pid_t child = vfork();
    if (child == 0) {
        dup2(from[1], 1);
        execv(self, arguments);
        _exit(127);
    }
    close(from[1]);
    pid_t task = -1;
    if (read(from[0], &task, sizeof task) != (ssize_t) sizeof task) task = -1;
    close(from[0]);
    waitpid(child, NULL, 0);
    return task;
}

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double) at.tv_sec + (double) at.tv_nsec / 1e9;
}

static void clear(const pid_t *tasks, int count) {
    for (int i = 0; i < count; i++)
        if (tasks[i] > 0) kill(tasks[i], SIGKILL);
    while (wait(NULL) > 0) continue; /* those that stayed, and are this one's now */
    for (int p = 0; p < place_count; p++) {
        for (int i = 0; i < count; i++) {
            char folder[2 * PATH_MAX_BYTES];
            snprintf(folder, sizeof folder, "%s/%d", places[p], i);
            rmdir(folder);
        }
        rmdir(places[p]);
    }
}

int main(int argc, char **argv) {
    if (argc > 2 && strcmp(argv[1], "-shim") == 0) return shim(argc - 2, argv + 2);
    int count = argc > 1 ? atoi(argv[1]) : 0, bad = 0;
    if (count < 1 || count > 100000) return 2;
    pid_t *tasks = mmap(NULL, (size_t) count * sizeof *tasks, PROT_READ | PROT_WRITE,
            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (tasks == MAP_FAILED) return 1;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    find_places();
    int workers = (int) sysconf(_SC_NPROCESSORS_ONLN);
    pid_t all[256];
    if (workers > 256) workers = 256;
    double began = now();
    for (int w = 0; w < workers; w++) {
        if ((all[w] = fork()) != 0) continue;
        for (int i = w; i < count; i += workers) tasks[i] = start(i, "/proc/self/exe");
        _exit(0);
    }
    for (int w = 0; w < workers; w++) waitpid(all[w], NULL, 0);
    double took = now() - began;
    for (int i = 0; i < count; i++) bad += tasks[i] <= 0;
    clear(tasks, count);
    if (bad > 0) fprintf(stderr, "%d of %d did not start\n", bad, count);
    printf("%.3f\n", took);
    return bad > 0;
}
