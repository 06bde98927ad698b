#include <algorithm>

#include <ecflink/policies/directory.hpp>

#include "directory/builtin_layers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

#include "directory/directory_data.inc"

}  // namespace

std::span<const court_record> directory() noexcept { return courts; }

const court_record* find_court(std::string_view id) noexcept {
    const auto* found =
        std::ranges::lower_bound(courts, id, {}, [](const court_record& court) { return court.id.view(); });
    return found != std::end(courts) && found->id.view() == id ? found : nullptr;
}

std::span<const help_desk> find_help_desks(std::string_view pacer_id) noexcept {
    const auto found = std::ranges::equal_range(help_desks, pacer_id, {}, &help_desk::pacer_id);
    return {found.begin(), found.end()};
}

std::span<const detail::directory::builtin_layer> detail::directory::builtin_layers() noexcept {
    return layers;
}

ECFLINK_END_NAMESPACE
