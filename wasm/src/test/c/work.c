// A module that does what its words say, for tests of its host and of the driver `wasm`.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void lasting(void) {
    puts("ready");
    fflush(stdout);
    for (;;) usleep(100000);
}

static void greedy(long mebibytes) {
    for (long i = 0; i < mebibytes; i++) {
        char *volatile more = malloc(1 << 20);
        if (!more) {
            puts("no more");
            exit(9);
        }
        memset(more, 1, 1 << 20);
    }
    puts("had it");
}

static int deep(volatile int depth) {
    return depth < 0 ? 0 : deep(depth + 1) + depth;
}

static void copy(const char *name) {
    char bytes[4096];
    FILE *file = fopen(name, "r");
    if (!file) {
        printf("%s: %s\n", name, strerror(errno));
        return;
    }
    size_t count = fread(bytes, 1, sizeof bytes, file);
    fwrite(bytes, 1, count, stdout);
    fclose(file);
}

static void keep(const char *name, const char *text) {
    FILE *file = fopen(name, "w");
    if (!file) {
        printf("%s: %s\n", name, strerror(errno));
        return;
    }
    fputs(text, file);
    fclose(file);
    puts("kept");
}

// Answers each who comes with what it has sent, until that is `end`.
static void echo(void) {
    puts("ready");
    fflush(stdout);
    for (;;) {
        int client = accept(3, NULL, NULL);
        if (client < 0) {
            printf("accept: %s\n", strerror(errno));
            exit(1);
        }
        char said[256];
        ssize_t count = recv(client, said, sizeof said, 0);
        if (count > 0) send(client, said, count, 0);
        close(client);
        if (count == 3 && !memcmp(said, "end", 3)) exit(0);
    }
}

int main(int count, char **words) {
    const char *what = count > 1 ? words[1] : "";
    if (!strcmp(what, "lasting")) lasting();
    if (!strcmp(what, "brief")) return atoi(words[2]);
    if (!strcmp(what, "greedy")) greedy(atol(words[2]));
    if (!strcmp(what, "deep")) return deep(0);
    if (!strcmp(what, "trap")) __builtin_trap();
    if (!strcmp(what, "copy")) copy(words[2]);
    if (!strcmp(what, "keep")) keep(words[2], words[3]);
    if (!strcmp(what, "echo")) echo();
    if (!strcmp(what, "say")) {
        printf("%s", words[0]);
        for (int i = 2; i < count; i++) {
            const char *value = getenv(words[i]);
            printf(" %s=%s", words[i], value ? value : "(none)");
        }
        puts("");
    }
    if (!strcmp(what, "spin"))
        for (volatile long i = 0;; i++) {
        }
    if (!strcmp(what, "in")) {
        char line[256];
        printf("%s\n", fgets(line, sizeof line, stdin) ? line : "nothing");
    }
    return 0;
}
