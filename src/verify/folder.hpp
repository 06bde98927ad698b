// folder.hpp: `verify_folder` with files cut as the caller likes.
#pragma once

#include <filesystem>
#include <vector>

#include <ecflink/verify/folder.hpp>

#include "tables/record_file.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// As `verify_folder`. No answer depends on the limits.
[[nodiscard]] result<verified_folder, std::vector<diagnostic>> verify_folder_in_parts(
    const std::filesystem::path& folder, const policy_set& policies, instant as_of,
    const work_options& options, const tables::chunk_limits& limits, const std::filesystem::path& links = {});

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
