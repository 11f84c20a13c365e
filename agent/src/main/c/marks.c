/*
 * What a layer of an image takes away, as an overlay has it: a device 0/0 in the place of a file,
 * a word on a folder. Orders come as strings that end with zero: the layer's folder, and then a
 * letter and a path in it each. They are done in a chroot of that folder, so no link in it leads
 * out. They are a file, since they are read twice: folders get their times when nothing in them
 * changes any more.
 */
#include "marks.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { ORDER_BYTES_MAX = 8192 };

static char orders[ORDER_BYTES_MAX];
static size_t begin, end;

/* The next string; NULL: there is none, or it is too long. */
static char *next(void) {
    for (;;) {
        char *zero = memchr(orders + begin, 0, end - begin);
        if (zero != NULL) {
            char *found = orders + begin;
            begin = (size_t) (zero - orders) + 1;
            return found;
        }
        memmove(orders, orders + begin, end - begin);
        end -= begin;
        begin = 0;
        ssize_t n = read(0, orders + end, sizeof orders - end);
        if (n <= 0) return NULL;
        end += (size_t) n;
    }
}

static int opaque(const char *path) {
    return lsetxattr(path, "trusted.overlay.opaque", "y", 1, 0);
}

/* What the layer has in that place itself hides what is below, a folder when it is marked. */
static int away(const char *path) {
    struct stat found;
    if (mknod(path, S_IFCHR, makedev(0, 0)) == 0) return 0;
    if (errno != EEXIST || lstat(path, &found) != 0) return -1;
    return S_ISDIR(found.st_mode) ? opaque(path) : 0;
}

/* The text is seconds, a blank, and the path of what was a folder when it was written. */
static int set_time(const char *text) {
    struct stat found;
    const char *path = strchr(text, ' ');
    int before = *text == '-';
    if (path == NULL) return -1;
    time_t seconds = (time_t) number(text + before);
    struct timespec times[2] = {{.tv_sec = before ? -seconds : seconds}};
    times[1] = times[0];
    if (lstat(++path, &found) != 0 || !S_ISDIR(found.st_mode)) return 0;
    return utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW);
}

static int say(const char *what, int error) {
    char text[512];
    char *at = put(put(text, strerror(error)), ": ");
    strncpy(at, what, 256)[256] = 0;
    write_all(2, text, strlen(text));
    return 1;
}

int make_marks(void) {
    char *order = next();
    if (order == NULL || chroot(order) != 0 || chdir("/") != 0)
        return say(order == NULL ? "no folder" : order, errno);
    while ((order = next()) != NULL) {
        int failed = *order == 'w' ? away(order + 1) : *order == 'o' ? opaque(order + 1) : 0;
        if (failed) return say(order + 1, errno);
    }
    begin = end = 0;
    if (lseek(0, 0, SEEK_SET) != 0) return say("orders", errno);
    next();
    while ((order = next()) != NULL)
        if (*order == 't' && set_time(order + 1) != 0) return say(order + 1, errno);
    int top = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return top < 0 || syncfs(top) != 0 ? say("/", errno) : 0;
}
