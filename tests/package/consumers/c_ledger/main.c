/* A ledger through C, in a SQLite file of the working folder: created, and asked for its state. */
#include <ecflink/ecflink_ledger.h>

#include <stdio.h>
#include <string.h>

int main(void) {
    ecflink_error error = ECFLINK_ERROR_INIT;
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
    ecflink_engine* engine = NULL;
    ecflink_keys* keys = NULL;
    ecflink_ledger* ledger = NULL;
    ecflink_time now = ECFLINK_NO_TIME;
    char line[80];
    size_t size = 0;
    int status = 0;

    remove("c_consumer.ledger");
    remove("c_consumer.ledger-wal");
    remove("c_consumer.ledger-shm");
    options.address = "sqlite:c_consumer.ledger";
    options.address_size = strlen(options.address);
    if (ecflink_engine_create(NULL, &engine, NULL, &error) != ECFLINK_OK ||
        ecflink_keys_generate(line, sizeof(line), &size, &error) != ECFLINK_OK ||
        ecflink_keys_parse(line, size, &keys, &error) != ECFLINK_OK ||
        ecflink_time_parse("2024-06-03T15:00:00Z", 20, &now, &error) != ECFLINK_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 3;
    }
    options.keys = keys;
    if (ecflink_ledger_create(engine, &options, now, &ledger, &error) != ECFLINK_OK ||
        ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &info, NULL, &error) != ECFLINK_OK) {
        fprintf(stderr, "%s\n", error.message);
        status = 4;
    } else {
        printf("c_ledger: %d links, policies %.7s\n", (int)info.active_links, info.policy_set);
    }
    ecflink_ledger_free(ledger);
    ecflink_keys_free(keys);
    ecflink_engine_free(engine);
    return status;
}
