#include "convert/package.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <orcus/sax_parser.hpp>

namespace ecflink::convert {
namespace {

/// Gathers the attributes of an element, which the parser tells before the element itself.
class sax_events : public orcus::sax_handler {
public:
    explicit sax_events(xml_events& events) : events_(&events) {}

    void attribute(const orcus::sax::parser_attribute& given) { attributes_.add(given.name, given.value); }
    void start_element(const orcus::sax::parser_element& element) {
        events_->begin(element.name, attributes_);
        attributes_.clear();
    }
    void end_element(const orcus::sax::parser_element& element) { events_->end(element.name); }
    void end_declaration(std::string_view) { attributes_.clear(); }
    void characters(std::string_view text, bool) { events_->text(text); }

private:
    xml_events* events_;
    attributes attributes_;
};

}  // namespace

std::optional<std::string_view> attributes::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(all_, name, &std::pair<std::string, std::string>::first);
    return found == all_.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

package::package(std::string_view bytes)
    : stream_(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), archive_(&stream_) {
    archive_.load();
}

bool package::has(std::string_view name) const {
    for (std::size_t i = 0; i < archive_.get_file_entry_count(); ++i) {
        if (archive_.get_file_entry_name(i) == name) {
            return true;
        }
    }
    return false;
}

void package::read(std::string_view name, xml_events& events) const {
    std::vector<unsigned char> bytes;
    if (!has(name) || !archive_.read_file_entry(name, bytes)) {
        throw std::runtime_error(std::string(name) + " is missing in it");
    }
    // the reader leaves a NUL behind the file
    while (!bytes.empty() && bytes.back() == 0) {
        bytes.pop_back();
    }
    sax_events handler(events);
    orcus::sax_parser<sax_events>(reinterpret_cast<const char*>(bytes.data()), bytes.size(), handler).parse();
}

std::optional<std::size_t> whole_number(std::string_view text) noexcept {
    std::size_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace ecflink::convert
