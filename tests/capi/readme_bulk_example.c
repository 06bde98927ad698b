/* How does a ledger stand, and what is wrong most often? */
#include <ecflink/ecflink_bulk.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

ecflink_status verify_ledger(const ecflink_engine* engine, ecflink_time as_of,
                             struct ArrowArrayStream* central_accounts,
                             struct ArrowArrayStream* court_accounts, struct ArrowArrayStream* links_table,
                             ecflink_error* error) {
    ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    ecflink_tally all = ECFLINK_TALLY_INIT;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_report* report = NULL;
    uint64_t* findings = NULL;
    uint64_t row;
    ecflink_status status;
    int32_t finding;

    options.threads = 2;
    status = ecflink_index_create(engine, &options, ECFLINK_ARROW_CHECK_FULL, central_accounts,
                                  court_accounts, NULL, NULL, &index, error);
    if (status != ECFLINK_OK) {
        links_table->release(links_table); /* nobody took it yet */
        return status;
    }
    status = ecflink_links_create(ECFLINK_ARROW_CHECK_FULL, links_table, &links, error);
    if (status == ECFLINK_OK) {
        findings = malloc((size_t)ecflink_links_count(links) * sizeof(*findings));
        status = findings == NULL ? ECFLINK_E_NOMEM
                                  : ecflink_links_verify(index, links, as_of, &options, findings, NULL,
                                                         ecflink_links_count(links), &report, error);
    }
    if (status == ECFLINK_OK) {
        status = ecflink_report_total(report, &all, error);
    }
    if (status == ECFLINK_OK) {
        printf("%" PRIu64 " links: allow %" PRIu64 ", hold %" PRIu64 ", refuse %" PRIu64 "\n", all.links,
               all.allow, all.hold, all.refuse);
        for (finding = 0; finding < 64; ++finding) {
            if (all.findings[finding] != 0) {
                printf("%s: %" PRIu64 "\n", ecflink_finding_token(finding), all.findings[finding]);
            }
        }
        for (row = 0; row < all.links; ++row) {
            if ((findings[row] & ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SHARED)) != 0) {
                printf("row %" PRIu64 " joins a shared account\n", row);
            }
        }
    }
    free(findings);
    ecflink_report_free(report);
    ecflink_links_free(links);
    ecflink_index_free(index);
    return status;
}
