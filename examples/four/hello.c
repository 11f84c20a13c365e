/* A service that says what it is: as a program of the machine, in an image, and as a WASM module.
 * A module cannot open a port: what it was granted is ready at descriptor 3. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __wasi__
static int port(void) { return 3; }
#else
#include <netinet/in.h>

static int port(void) {
    const char *number = getenv("SKERRY_PORT_MAIN");
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listening = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    at.sin_port = htons((unsigned short) atoi(number ? number : "0"));
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listening, (struct sockaddr *) &at, sizeof at) != 0) return -1;
    return listen(listening, 16) != 0 ? -1 : listening;
}
#endif

int main(void) {
    char body[64], answer[256], asked[1024];
    const char *kind = getenv("KIND");
    int length = snprintf(body, sizeof body, "hello from %.32s\n", kind ? kind : "nobody");
    int all = snprintf(answer, sizeof answer,
        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", length, body);
    int listening = port();
    for (int client; (client = accept(listening, NULL, NULL)) >= 0; close(client)) {
        recv(client, asked, sizeof asked, 0);
        send(client, answer, (size_t) all, 0);
    }
    return 1;
}
