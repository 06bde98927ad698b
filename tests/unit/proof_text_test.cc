// What was proven of two accounts, as a JSON text states it.
#include <gtest/gtest.h>

#include <string>

#include <ecflink/text/proof_text.hpp>

namespace {

using namespace ecflink;

TEST(ProofText, StatesBothProofs) {
    const std::optional<time_zone> zone = time_zone::find("America/Chicago").value();
    const auto read = parse_proofs(
        R"({"central": {"class": "password-mfa", "at": "2022-04-25T08:00"},
            "account": {"class": "password", "at": "2022-04-25T13:01:00Z", "court": "wiwd"},
            "failed-attempts": 2})",
        zone);
    ASSERT_TRUE(read);
    const evidence& stated = read.value();
    EXPECT_EQ(stated.central.proof_class, proof_class::password_mfa);
    EXPECT_EQ(stated.central.at, parse_instant("2022-04-25T13:00:00Z").value());
    EXPECT_EQ(stated.account.proof_class, proof_class::password);
    EXPECT_EQ(stated.account.at, parse_instant("2022-04-25T13:01:00Z").value());
    EXPECT_EQ(stated.account_court.view(), "wiwd");
    EXPECT_EQ(stated.failed_attempts, 2U);
}

TEST(ProofText, TakesWhatIsAbsentOrNullForMissing) {
    for (const char* text : {"{}", R"({"central": null, "account": {"class": null}})"}) {
        const auto read = parse_proofs(text, std::nullopt);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(read.value().central.proof_class, proof_class::missing);
        EXPECT_FALSE(read.value().account.at.has_value());
        EXPECT_EQ(read.value().failed_attempts, 0U);
    }
}

TEST(ProofText, TellsEveryPlaceThatCannotBeRead) {
    const auto read =
        parse_proofs("{\"central\": {\"class\": \"pasword\",\n \"by\": 1},\n \"failed-attempts\": -1}",
                     std::nullopt, "proof.json");
    ASSERT_FALSE(read);
    const std::vector<diagnostic>& troubles = read.error();
    ASSERT_EQ(troubles.size(), 3U);
    EXPECT_EQ(troubles[0].path, "/central/class");
    EXPECT_EQ(troubles[0].line, 1U);
    EXPECT_EQ(troubles[0].file, "proof.json");
    EXPECT_EQ(troubles[1].path, "/central/by");
    EXPECT_EQ(troubles[1].line, 2U);
    EXPECT_EQ(troubles[2].path, "/failed-attempts");
    EXPECT_EQ(troubles[2].line, 3U);
}

TEST(ProofText, TellsTheFirstPlacesAndHowManyMore) {
    std::string text = "{";
    for (int i = 0; i < 30'000; ++i) {
        text += (i == 0 ? "\"x" : ",\"x") + std::to_string(i) + "\": 1";
    }
    const auto read = parse_proofs(text + "}", std::nullopt, "proof.json");
    ASSERT_FALSE(read);
    ASSERT_EQ(read.error().size(), 21U);
    EXPECT_EQ(read.error().back().message,
              "29980 more faults of this file are not listed; mend the others first");
}

TEST(ProofText, NeedsAZoneForLocalTimes) {
    EXPECT_FALSE(parse_proofs(R"({"central": {"at": "2022-04-25T08:00"}})", std::nullopt));
}

}  // namespace
