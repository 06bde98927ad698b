// Every file of tests/policies: the good ones load, each bad one is refused with one error, whose
// text stands in expected.txt.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/policies/policy_set.hpp>

namespace {

const std::filesystem::path corpus = std::filesystem::path(ECFLINK_SOURCE_DIR) / "tests" / "policies";

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The files of a folder as layers, by name.
std::vector<ecflink::policy_layer> layers_of(const std::string& folder) {
    std::vector<ecflink::policy_layer> layers;
    for (const auto& entry : std::filesystem::directory_iterator(corpus / folder)) {
        layers.push_back({folder + '/' + entry.path().filename().string(), read_file(entry.path())});
    }
    std::ranges::sort(layers, {}, &ecflink::policy_layer::name);
    return layers;
}

TEST(PolicyCorpus, GoodFilesLoad) {
    const auto layers = layers_of("good");
    EXPECT_GE(layers.size(), 30U);
    for (const ecflink::policy_layer& each : layers) {
        const auto policies = ecflink::policy_set::load({&each, 1});
        EXPECT_TRUE(policies) << to_text(policies.error().front());
    }
}

TEST(PolicyCorpus, EachBadFileIsRefusedWithOneErrorThatSaysWhereAndWhy) {
    std::string messages;
    for (const char* folder : {"bad", "bad_beyond_schema"}) {
        const auto layers = layers_of(folder);
        EXPECT_GE(layers.size(), 20U);
        for (const ecflink::policy_layer& each : layers) {
            const auto policies = ecflink::policy_set::load({&each, 1});
            ASSERT_FALSE(policies) << each.name;
            EXPECT_EQ(policies.error().size(), 1U) << each.name;
            for (const ecflink::diagnostic& trouble : policies.error()) {
                EXPECT_EQ(trouble.severity, ecflink::severity::error);
                EXPECT_EQ(trouble.file, each.name);
                EXPECT_GE(trouble.line, 1U) << each.name;
                EXPECT_GE(trouble.column, 1U) << each.name;
                EXPECT_FALSE(trouble.message.ends_with('.')) << each.name;
                messages += to_text(trouble) + '\n';
            }
        }
    }
    if (std::getenv("ECFLINK_UPDATE_EXPECTED") != nullptr) {
        std::ofstream(corpus / "expected.txt", std::ios::binary) << messages;
    }
    EXPECT_EQ(messages, read_file(corpus / "expected.txt"))
        << "if the messages are right, run this test again with ECFLINK_UPDATE_EXPECTED=1 and review the "
           "difference";
}

}  // namespace
