#include <algorithm>
#include <filesystem>
#include <system_error>

#include <ecflink/policies/policy_set.hpp>

#include "base/file_text.hpp"

ECFLINK_BEGIN_NAMESPACE

result<std::vector<policy_layer>, std::vector<diagnostic>> read_policy_layers(
    const std::string& file_or_folder) {
    std::vector<std::filesystem::path> files;
    std::error_code problem;
    if (std::filesystem::is_directory(file_or_folder, problem)) {
        for (const auto& entry : std::filesystem::directory_iterator(file_or_folder, problem)) {
            if (entry.path().extension() == ".json") {
                files.push_back(entry.path());
            }
        }
        std::ranges::sort(files);
    } else {
        files.emplace_back(file_or_folder);
    }
    std::vector<policy_layer> layers;
    std::vector<diagnostic> errors;
    for (const std::filesystem::path& file : files) {
        if (const auto text = detail::file_text::open(file)) {
            layers.push_back({file.string(), std::string(text.value().view())});
        } else {
            errors.push_back({.severity = severity::error,
                              .file = file.string(),
                              .line = 0,
                              .column = 0,
                              .path = {},
                              .message = text.error(),
                              .found = {},
                              .expected = {}});
        }
    }
    if (!errors.empty()) {
        return errors;
    }
    return layers;
}

ECFLINK_END_NAMESPACE
