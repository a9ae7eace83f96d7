/* A relay with TLS and a Notify for tests of the program itself: `fake_server FOLDER` makes its
 * certificate there, prints its ports, and when input ends what it took over. */
#include <stdio.h>

#include "fake.h"

int main(int argc, char **argv)
{
    char certificate[300], key[300];
    if (argc != 2)
        return 2;
    snprintf(certificate, sizeof certificate, "%s/relay.pem", argv[1]);
    snprintf(key, sizeof key, "%s/relay.key", argv[1]);
    make_certificate(certificate, key);
    struct fake *relay = fake_open(FAKE_RELAY, certificate, key),
                *notify = fake_open(FAKE_NOTIFY_TLS, certificate, key);
    fake_fate(notify, "delivered");
    printf("ports %u %u\n", relay->port, notify->port);
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    printf("took %d %d\n", fake_messages(relay), fake_messages(notify));
    printf("%.*s%.*s", (int)relay->len, relay->bytes, (int)notify->len, notify->bytes);
    fake_close(relay);
    fake_close(notify);
    return 0;
}
