// A module that does what the lines of its input say, and answers each with one of its own: with a
// number, what it has read, or an error. For tests of the calls with sockets among descriptors.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include <wasi/api.h>

static int next(char *line, int room) {
    int count = 0;
    while (count < room - 1 && read(0, line + count, 1) == 1 && line[count] != '\n') count++;
    line[count] = 0;
    return count;
}

static void answer(long number) {
    if (number < 0) puts(strerror(errno));
    else printf("%ld\n", number);
}

static void text(const char *bytes, ssize_t count) {
    if (count < 0) answer(count);
    else printf("%zd %.*s\n", count, (int) count, bytes);
}

static void code(int number) {
    if (number) puts(strerror(number));
    else puts("0");
}

// In two places, of which the first has no room.
static ssize_t gathered(int to, char *bytes) {
    struct iovec places[] = {{bytes, 0}, {bytes, 2}, {bytes + 2, strlen(bytes) - 2}};
    return writev(to, places, 3);
}

// Until that takes no more.
static long filled(int to) {
    static char much[60000];
    while (write(to, much, sizeof much) > 0);
    return -1;
}

// Twice with what is asked as it was left.
static void polled(int descriptor) {
    __wasi_subscription_t asked = {.u.tag = __WASI_EVENTTYPE_FD_READ};
    __wasi_event_t came;
    __wasi_size_t count;
    asked.u.u.fd_read.file_descriptor = descriptor;
    int failed = __wasi_poll_oneoff(&asked, &came, 1, &count);
    if (!failed) failed = __wasi_poll_oneoff(&asked, &came, 1, &count);
    if (failed || came.error) code(failed ? failed : came.error);
    else printf("%d ready\n", asked.u.u.fd_read.file_descriptor);
}

static void many(int count) {
    static __wasi_subscription_t asked[5000];
    static __wasi_event_t came[5000];
    __wasi_size_t times;
    int failed = __wasi_poll_oneoff(asked, came, count, &times);
    if (failed) code(failed);
    else printf("%zu\n", times);
}

// Where its name stands could be the number of a socket.
static int linked(const char *to, const char *name) {
    static char far[2 << 20];
    char *place = far + sizeof far - 128;
    return symlink(strcpy(place, to), name);
}

static void type(int descriptor) {
    __wasi_fdstat_t own;
    int failed = __wasi_fd_fdstat_get(descriptor, &own);
    if (failed) code(failed);
    else printf("type %d\n", own.fs_filetype);
}

static void status(int descriptor) {
    struct stat seen;
    int flags = fcntl(descriptor, F_GETFL);
    __wasi_fdstat_t own;
    if (flags < 0 || __wasi_fd_fdstat_get(descriptor, &own)) answer(-1);
    else
        printf("type %d%s%s\n", own.fs_filetype, flags & O_NONBLOCK ? ", not waiting" : "",
            fstat(descriptor, &seen) < 0 ? "" : ", a file");
}

int main(void) {
    char line[256], bytes[256], what[32], a[128], b[128];
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (next(line, sizeof line)) {
        a[0] = b[0] = 0;
        sscanf(line, "%31s %127s %127s", what, a, b);
        int one = atoi(a), two = atoi(b);
        if (!strcmp(what, "accept")) answer(accept4(one, NULL, NULL, two ? SOCK_NONBLOCK : 0));
        else if (!strcmp(what, "recv")) text(bytes, recv(one, bytes, sizeof bytes, two));
        else if (!strcmp(what, "send")) answer(send(one, b, strlen(b), 0));
        else if (!strcmp(what, "read")) text(bytes, read(one, bytes, sizeof bytes));
        else if (!strcmp(what, "write")) answer(write(one, b, strlen(b)));
        else if (!strcmp(what, "gather")) answer(gathered(one, b));
        else if (!strcmp(what, "fill")) answer(filled(one));
        else if (!strcmp(what, "shutdown")) answer(shutdown(one, two));
        else if (!strcmp(what, "close")) answer(close(one));
        else if (!strcmp(what, "flags")) answer(fcntl(one, F_SETFL, two ? O_NONBLOCK : 0));
        else if (!strcmp(what, "status")) status(one);
        else if (!strcmp(what, "type")) type(one);
        else if (!strcmp(what, "poll")) polled(one);
        else if (!strcmp(what, "many")) many(one);
        else if (!strcmp(what, "open")) answer(open(a, O_RDWR | O_CREAT, 0644));
        else if (!strcmp(what, "openat")) answer(openat(one, b, O_RDONLY));
        else if (!strcmp(what, "seek")) answer(lseek(one, two, SEEK_SET));
        else if (!strcmp(what, "rename")) answer(rename(a, b));
        else if (!strcmp(what, "link")) answer(link(a, b));
        else if (!strcmp(what, "symlink")) answer(linked(a, b));
        else if (!strcmp(what, "renameto")) code(__wasi_path_rename(one, "x", two, "x"));
        else if (!strcmp(what, "renumber")) code(__wasi_fd_renumber(one, two));
        else puts("what?");
    }
    return 0;
}
