// docs/policies.md and docs/policy.schema.json: what is generated is fresh, and what is shown
// works.
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/policies/policy_tools.hpp>

#include "policy/language.hpp"

namespace {

const std::string docs = std::string(ECFLINK_SOURCE_DIR) + "/docs/";

std::string read_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// With ECFLINK_UPDATE_EXPECTED the file is written first.
void expect_file(const std::string& file, const std::string& wanted) {
    if (std::getenv("ECFLINK_UPDATE_EXPECTED") != nullptr) {
        std::ofstream(file, std::ios::binary) << wanted;
    }
    EXPECT_EQ(read_file(file), wanted)
        << file << " is not what the library says; run this test with ECFLINK_UPDATE_EXPECTED=1";
}

TEST(PolicyDocs, SchemaIsFresh) { expect_file(docs + "policy.schema.json", ecflink::policy_schema()); }

TEST(PolicyDocs, TableOfMembersIsFresh) {
    const std::string text = read_file(docs + "policies.md");
    const std::string begin = "<!-- BEGIN GENERATED: members -->\n";
    const std::size_t first = text.find(begin);
    const std::size_t last = text.find("<!-- END GENERATED: members -->");
    ASSERT_TRUE(first != std::string::npos && last != std::string::npos);
    expect_file(docs + "policies.md", text.substr(0, first + begin.size()) +
                                          ecflink::detail::policy::to_markdown_table() + text.substr(last));
}

TEST(PolicyDocs, ExamplesLoadWithoutAWarning) {
    const std::string text = read_file(docs + "policies.md");
    const std::string fence = "```json\n";
    int examples = 0;
    for (std::size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) {
        const std::size_t start = at + fence.size();
        const ecflink::policy_layer layer{"example", text.substr(start, text.find("```", start) - start)};
        for (const ecflink::diagnostic& trouble : ecflink::lint({&layer, 1})) {
            ADD_FAILURE() << to_text(trouble) << '\n' << layer.text;
        }
        ++examples;
    }
    EXPECT_EQ(examples, 4);
}

}  // namespace
