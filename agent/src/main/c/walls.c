/*
 * The walls of a task. A wrapper, such as bubblewrap, builds most of them and has the shim's own
 * file executed behind them, which executes the program: so the start is known to have succeeded
 * or not, and why, as it is without a wrapper, and a filter of system calls comes last. What the
 * last step needs is passed through the wrapper as open files, which it hands on.
 */
#include "walls.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENVIRONMENT_FD = 61, FILTER_FD = 62, REPORT_FD = 63, FILTER_BYTES_MAX = 4096 };

#define INSIDE "inside"

enum { JOINED = 4 };

static int pid_namespace = -1, joined, namespaces[JOINED];

static void tell(int to, const char *step, int error) {
    struct failure failure = {.error = error};
    strncpy(failure.step, step, sizeof failure.step - 1);
    write_all(to, (const char *) &failure, sizeof failure);
}

void fail(int to, const char *step) {
    tell(to, step, errno);
    _exit(1);
}

static int reads(int from, struct failure *failure) {
    return read(from, failure, sizeof *failure) == (ssize_t) sizeof *failure;
}

/* Who reports holds the pipe until it has executed the program. A wrapper that ended before lets go
 * of it as well, and did not come inside. */
int failed(int from, struct failure *failure) {
    if (!wrapped) return reads(from, failure);
    *failure = (struct failure) {.step = "wrapper"};
    if (!reads(from, failure) || strcmp(failure->step, INSIDE) != 0) return 1;
    return reads(from, failure);
}

int install_filter(int file) {
    static char bytes[FILTER_BYTES_MAX];
    ssize_t n = pread(file, bytes, sizeof bytes, 0);
    if (n < 0) return -1;
    struct sock_fprog filter = {.len = (unsigned short) ((size_t) n / sizeof(struct sock_filter)),
            .filter = (struct sock_filter *) (void *) bytes};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}

static int open_namespace(pid_t process, const char *kind) {
    char path[64];
    put(put(put_number(put(path, "/proc/"), (uint64_t) process), "/ns/"), kind);
    return open(path, O_RDONLY | O_CLOEXEC);
}

int open_namespaces(pid_t process, int users) {
    /* The third ends the view of these, and the fourth the right to join them. */
    static const char *const kinds[JOINED] = {"ipc", "uts", "mnt", "user"};
    for (; joined < (users ? JOINED : JOINED - 1); joined++)
        if ((namespaces[joined] = open_namespace(process, kinds[joined])) < 0) return -1;
    if ((pid_namespace = open_namespace(process, "pid")) < 0) return -1;
    return setns(pid_namespace, CLONE_NEWPID); /* of the children to come */
}

int join_namespaces(void) {
    for (int i = 0; i < joined; i++)
        if (setns(namespaces[i], 0) != 0) return -1;
    return 0;
}

static int environment_file(char **envp) {
    int file = memfd_create("environment", MFD_CLOEXEC);
    if (file < 0) return -1;
    for (; *envp != NULL; envp++)
        if (write_all(file, *envp, strlen(*envp) + 1) != 0) return -1;
    return file;
}

void run_wrapper(int report, int filter, char *program, char **argv, char **envp) {
    char *none[] = {NULL};
    int environment = environment_file(envp);
    if (environment < 0 || dup2(environment, ENVIRONMENT_FD) < 0) fail(report, "environment");
    if (filter >= 0 && dup2(filter, FILTER_FD) < 0) fail(report, "filter");
    if (dup2(report, REPORT_FD) < 0) fail(report, "dup");
    execve(program, argv, none);
    fail(report, "wrapper");
}

static void *pages(size_t bytes, int flags, int file) {
    return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | flags, file, 0);
}

/* What environment_file wrote. */
static char **environment(void) {
    struct stat st;
    size_t count = 1;
    if (fstat(ENVIRONMENT_FD, &st) != 0) return NULL;
    size_t bytes = (size_t) st.st_size;
    char *text = bytes == 0 ? NULL : pages(bytes, 0, ENVIRONMENT_FD);
    if (text == MAP_FAILED) return NULL;
    for (size_t at = 0; at < bytes; at++) count += text[at] == 0;
    char **entries = pages(count * sizeof(char *), MAP_ANONYMOUS, -1);
    if (entries == MAP_FAILED) return NULL;
    char **next = entries;
    for (size_t at = 0; at < bytes; at += strlen(text + at) + 1) *next++ = text + at;
    return entries;
}

void inside(char **argv) {
    const int mine[] = {ENVIRONMENT_FD, FILTER_FD, REPORT_FD};
    for (int i = 0; i < 3; i++) fcntl(mine[i], F_SETFD, FD_CLOEXEC);
    tell(REPORT_FD, INSIDE, 0);
    char **envp = environment();
    if (envp == NULL) fail(REPORT_FD, "environment");
    if (fcntl(FILTER_FD, F_GETFD) >= 0 && install_filter(FILTER_FD) != 0)
        fail(REPORT_FD, "filter");
    execve(argv[1], argv + 2, envp);
    fail(REPORT_FD, "exec");
}
