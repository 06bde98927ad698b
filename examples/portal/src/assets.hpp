// assets.hpp: style sheets, fonts and pictures, read into memory once.
#pragma once

#include <filesystem>

#include <httplib.h>

namespace portal {

/// Serves every file of a folder whose kind is known, under /assets/. No other file can be reached.
void add_assets(httplib::Server& server, const std::filesystem::path& folder);

}  // namespace portal
