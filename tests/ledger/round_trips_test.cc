// How often the ledger waits for PostgreSQL. Each of libpq's calls that waits for an answer, or
// asks for one, is counted: the linker puts the functions below in their place.
#include <gtest/gtest.h>

#include <libpq-fe.h>

#include "ledger/support/sample_ledger.hpp"

namespace {

int round_trips = 0;

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker's names
extern "C" {
PGresult* __real_PQexec(PGconn*, const char*);
PGresult* __wrap_PQexec(PGconn* to, const char* sql) {
    ++round_trips;
    return __real_PQexec(to, sql);
}
PGresult* __real_PQexecParams(PGconn*, const char*, int, const Oid*, const char* const*, const int*,
                              const int*, int);
PGresult* __wrap_PQexecParams(PGconn* to, const char* sql, int count, const Oid* types,
                              const char* const* values, const int* lengths, const int* formats, int format) {
    ++round_trips;
    return __real_PQexecParams(to, sql, count, types, values, lengths, formats, format);
}
PGresult* __real_PQexecPrepared(PGconn*, const char*, int, const char* const*, const int*, const int*, int);
PGresult* __wrap_PQexecPrepared(PGconn* to, const char* name, int count, const char* const* values,
                                const int* lengths, const int* formats, int format) {
    ++round_trips;
    return __real_PQexecPrepared(to, name, count, values, lengths, formats, format);
}
PGresult* __real_PQprepare(PGconn*, const char*, const char*, int, const Oid*);
PGresult* __wrap_PQprepare(PGconn* to, const char* name, const char* sql, int count, const Oid* types) {
    ++round_trips;
    return __real_PQprepare(to, name, sql, count, types);
}
int __real_PQsendQuery(PGconn*, const char*);
int __wrap_PQsendQuery(PGconn* to, const char* sql) {
    ++round_trips;
    return __real_PQsendQuery(to, sql);
}
int __real_PQpipelineSync(PGconn*);
int __wrap_PQpipelineSync(PGconn* to) {
    ++round_trips;
    return __real_PQpipelineSync(to);
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace {

using namespace support;

template <class Call>
int round_trips_of(const Call& call) {
    round_trips = 0;
    call();
    return round_trips;
}

TEST(RoundTrips, AreOneToReadAndOneToWrite) {
    if (std::getenv("ECFLINK_TEST_POSTGRESQL") == nullptr) {
        GTEST_SKIP() << "no server";
    }
    sample_ledger l;
    // the connection is there, and the first event of the court is signed
    static_cast<void>(l.link("bsample", "1000002"));

    ecflink::ledger::begun begun;
    EXPECT_EQ(round_trips_of([&] { begun = l.begin(); }), 4) << "the attempt, and the proposal";
    EXPECT_EQ(round_trips_of([&] {
                  EXPECT_EQ(made(l->cancel(l.confirm(begun.proposal), after_go_live)).problem, std::nullopt);
              }),
              2);
    begun = l.begin();
    EXPECT_EQ(round_trips_of([&] { EXPECT_TRUE(l.commit(l.confirm(begun.proposal)).made); }), 2);
    EXPECT_EQ(
        round_trips_of([&] {
            EXPECT_EQ(
                made(l->unlink("wiwd", login("asample"), central_id("1000001"), clerk, after_go_live)).answer,
                unlink_answer::removed);
        }),
        2);
    EXPECT_EQ(round_trips_of([&] { EXPECT_FALSE(l.commit(l.confirm(begun.proposal)).made); }), 2)
        << "a refusal";
}

}  // namespace
