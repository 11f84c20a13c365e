/* Text, numbers, small files and the clock, without stdio and without taking memory. */
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

char *put(char *at, const char *text) {
    size_t n = strlen(text);
    memcpy(at, text, n + 1);
    return at + n;
}

char *put_number(char *at, uint64_t value) {
    char digits[24];
    int n = sizeof digits - 1;
    digits[n] = 0;
    do digits[--n] = (char) ('0' + value % 10);
    while ((value /= 10) != 0);
    return put(at, digits + n);
}

char *put_field(char *at, const char *key, uint64_t value) {
    return put(put_number(put(put(at, key), "="), value), "\n");
}

uint64_t number(const char *text) {
    uint64_t value = 0;
    while (*text == ' ') text++;
    while (*text >= '0' && *text <= '9') value = value * 10 + (uint64_t) (*text++ - '0');
    return value;
}

uint64_t clock_ms(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

int write_all(int fd, const char *data, size_t length) {
    while (length > 0) {
        ssize_t n = write(fd, data, length);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return -1;
        data += n;
        length -= (size_t) n;
    }
    return 0;
}

ssize_t read_file(int directory, const char *path, char *into, size_t size) {
    int fd = openat(directory, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    ssize_t n = read(fd, into, size - 1);
    close(fd);
    if (n >= 0) into[n] = 0;
    return n;
}

/* Field `index` (from 3) of /proc/PID/stat, or 0. The name before may hold blanks and brackets. */
uint64_t stat_field(uint64_t pid, int index) {
    char path[64], text[1024];
    put(put_number(put(path, "/proc/"), pid), "/stat");
    if (read_file(AT_FDCWD, path, text, sizeof text) <= 0) return 0;
    char *at = strrchr(text, ')');
    for (int field = 2; at != NULL && field < index; field++) at = strchr(at + 1, ' ');
    return at == NULL ? 0 : number(at);
}
