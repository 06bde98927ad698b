// postgresql_client.hpp: how the driver uses libpq: owned pointers, parameters, and errors.
#pragma once

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

template <auto release>
struct release_with {
    template <class T>
    void operator()(T* pointer) const noexcept {
        release(pointer);
    }
};
using connection_pointer = std::unique_ptr<PGconn, release_with<PQfinish>>;
using result_pointer = std::unique_ptr<PGresult, release_with<PQclear>>;
using options_pointer = std::unique_ptr<PQconninfoOption, release_with<PQconninfoFree>>;

/// The type numbers that are the same in every PostgreSQL server.
namespace type {
inline constexpr Oid boolean = 16;
inline constexpr Oid name = 19;
inline constexpr Oid bigint = 20;
inline constexpr Oid smallint = 21;
inline constexpr Oid integer = 23;
inline constexpr Oid text = 25;
inline constexpr Oid varchar = 1043;
inline constexpr Oid numeric = 1700;
}  // namespace type

/// Parameters for libpq. Integers go as text, which fits every integer type. Texts go as bytes,
/// which need no end mark.
class arguments {
public:
    explicit arguments(std::span<const parameter> parameters)
        : each_(parameters.size()),
          types_(parameters.size()),
          values_(parameters.size()),
          lengths_(parameters.size()),
          formats_(parameters.size()) {
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (const auto* number = std::get_if<std::int64_t>(&parameters[i])) {
                *std::to_chars(each_[i].data(), each_[i].data() + each_[i].size(), *number).ptr = '\0';
                types_[i] = type::bigint;
                values_[i] = each_[i].data();
            } else if (const auto* text = std::get_if<std::string_view>(&parameters[i])) {
                types_[i] = type::text;
                values_[i] = text->empty() ? "" : text->data();
                lengths_[i] = static_cast<int>(text->size());
                formats_[i] = 1;
            }
        }
    }

    [[nodiscard]] int count() const noexcept { return static_cast<int>(values_.size()); }
    /// 0 for NULL: the statement decides the type.
    [[nodiscard]] const Oid* types() const noexcept { return types_.data(); }
    [[nodiscard]] const char* const* values() const noexcept { return values_.data(); }
    [[nodiscard]] const int* lengths() const noexcept { return lengths_.data(); }
    [[nodiscard]] const int* formats() const noexcept { return formats_.data(); }

private:
    std::vector<std::array<char, 24>> each_;
    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// A message of libpq, which may have several lines, as one line.
[[nodiscard]] std::string in_one_line(std::string_view text);

/// Throws if the address of a database is malformed. An unescaped '@', '/' or space in a password
/// moves part of it into another field, which libpq's messages would show.
void check_connection_text(const std::string& connection);

/// Why there is no connection, from what libpq says: a connection that fails has no SQLSTATE.
/// `seconds`: how long it was tried.
[[nodiscard]] std::string why_unreachable(std::string_view said, const std::string& seconds);

/// The error for a failed result, in words of the ledger. It never repeats the server's details,
/// nor its message about a value that does not fit, because they hold values.
[[nodiscard]] database_error error_of(const PGresult* result, std::int64_t patience_ms);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
