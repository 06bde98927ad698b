#include "assets.hpp"

#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

namespace portal {
namespace {

struct asset {
    std::string content;
    std::string_view type;
};

std::string_view type_of(const std::filesystem::path& file) {
    static const std::map<std::string, std::string_view, std::less<>> types{
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".woff2", "font/woff2"}};
    const auto found = types.find(file.extension().string());
    return found == types.end() ? std::string_view{} : found->second;
}

}  // namespace

void add_assets(httplib::Server& server, const std::filesystem::path& folder) {
    const auto all = std::make_shared<std::map<std::string, asset>>();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string_view type = type_of(entry.path());
        if (entry.is_regular_file() && !type.empty()) {
            std::ifstream in(entry.path(), std::ios::binary);
            std::ostringstream content;
            content << in.rdbuf();
            (*all)[std::filesystem::relative(entry.path(), folder).generic_string()] = {content.str(), type};
        }
    }
    const auto serve = [all](const std::string& name, httplib::Response& response) {
        const auto found = all->find(name);
        if (found == all->end()) {
            response.status = 404;
            return;
        }
        response.headers.erase("Cache-Control");
        response.set_header("Cache-Control", "public, max-age=3600");
        response.set_content(found->second.content, std::string(found->second.type));
    };
    server.Get("/assets/([A-Za-z0-9/._-]{1,120})",
               [serve](const auto& request, auto& response) { serve(request.matches[1].str(), response); });
    server.Get("/favicon.ico", [serve](const auto&, auto& response) { serve("icon.svg", response); });
}

}  // namespace portal
