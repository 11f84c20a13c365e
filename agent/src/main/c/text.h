/* Text, numbers, small files and the clock, without stdio and without taking memory. */
#ifndef SKERRY_TEXT_H
#define SKERRY_TEXT_H
/* On 32-bit machines too: the time after 2038, and logs of more than 2 GiB. */
#define _GNU_SOURCE
#define _FILE_OFFSET_BITS 64
#define _TIME_BITS 64
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

/* Each puts something at the place given, ends it with a zero byte, and returns the place of that. */
char *put(char *at, const char *text);
char *put_number(char *at, uint64_t value);
char *put_field(char *at, const char *key, uint64_t value);
uint64_t number(const char *text);
uint64_t clock_ms(clockid_t clock);
int write_all(int fd, const char *data, size_t length);
ssize_t read_file(int directory, const char *path, char *into, size_t size);
uint64_t stat_field(uint64_t pid, int index);

#endif
