// package.hpp: what the formats of spreadsheets share: XML in a zip file. liborcus reads both.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <orcus/zip_archive.hpp>
#include <orcus/zip_archive_stream.hpp>

namespace ecflink::convert {

/// The attributes of an element, without their namespaces.
class attributes {
public:
    void add(std::string_view name, std::string_view value) { all_.emplace_back(name, value); }
    void clear() noexcept { all_.clear(); }
    /// Nothing if the element lacks the attribute.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// Empty if the element lacks the attribute.
    [[nodiscard]] std::string_view operator[](std::string_view name) const noexcept {
        return find(name).value_or(std::string_view{});
    }

private:
    std::vector<std::pair<std::string, std::string>> all_;
};

/// What happens in an XML file, in its order. Names are without their namespaces.
class xml_events {
public:
    xml_events() = default;
    xml_events(const xml_events&) = delete;
    xml_events& operator=(const xml_events&) = delete;
    virtual ~xml_events() = default;

    virtual void begin(std::string_view name, const attributes& given) = 0;
    virtual void end(std::string_view) {}
    virtual void text(std::string_view) {}
};

/// The files in a zip file. Members throw std::exception where the file is damaged.
class package {
public:
    /// Borrows the bytes.
    explicit package(std::string_view bytes);

    /// False if there is no such file.
    [[nodiscard]] bool has(std::string_view name) const;
    /// Reads an XML file, which must be there.
    void read(std::string_view name, xml_events& events) const;

private:
    orcus::zip_archive_stream_blob stream_;
    orcus::zip_archive archive_;
};

/// A whole number from a text; nothing if it is none.
[[nodiscard]] std::optional<std::size_t> whole_number(std::string_view text) noexcept;

}  // namespace ecflink::convert
