#include "second_factor.hpp"

#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>
#include <stdexcept>

extern "C" {
#include <oath.h>
}

#include <ecflink/ledger/keys.hpp>

namespace portal {
namespace {

constexpr unsigned digits = 6;
constexpr std::int64_t step_seconds = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;

std::string decode(std::string_view base32) {
    char* bytes = nullptr;
    std::size_t size = 0;
    if (oath_base32_decode(base32.data(), base32.size(), &bytes, &size) != OATH_OK) {
        throw std::runtime_error("the secret of a second factor is not base32");
    }
    const std::unique_ptr<char, decltype(&std::free)> owner(bytes, &std::free);
    return {bytes, size};
}

std::string code_at_step(const std::string& secret, std::int64_t step) {
    std::array<char, digits + 1> code{};
    if (oath_totp_generate(secret.data(), secret.size(), static_cast<std::time_t>(step * step_seconds),
                           OATH_TOTP_DEFAULT_TIME_STEP_SIZE, OATH_TOTP_DEFAULT_START_TIME, digits,
                           code.data()) != OATH_OK) {
        throw std::runtime_error("no code can be made of the secret of a second factor");
    }
    return code.data();
}

std::int64_t step_of(ecflink::instant now) { return now.micros / ecflink::micros_per_second / step_seconds; }

}  // namespace

second_factors::second_factors(std::filesystem::path file) : file_(std::move(file)) {
    std::ifstream kept(file_);
    std::string username;
    std::int64_t step = 0;
    while (kept >> step >> username) {
        last_used_[username] = step;
    }
}

bool second_factors::use(std::string_view username, std::string_view base32_secret, std::string_view code,
                         ecflink::instant now) {
    std::string secret = decode(base32_secret);
    std::int64_t found = 0;
    for (std::int64_t step = step_of(now) - 1; step <= step_of(now) + 1; ++step) {
        found = ecflink::equal_in_constant_time(code_at_step(secret, step), code) ? step : found;
    }
    ecflink::wipe(secret);
    const std::scoped_lock held(lock_);
    std::int64_t& last = last_used_[std::string(username)];
    if (found <= last) {
        return false;
    }
    std::ofstream kept(file_, std::ios::app);
    kept << found << ' ' << username << '\n' << std::flush;
    if (!kept) {
        return false;  // a code that cannot be noted as used does not count
    }
    last = found;
    return true;
}

std::string second_factors::code_of(std::string_view base32_secret, ecflink::instant now) {
    return code_at_step(decode(base32_secret), step_of(now));
}

}  // namespace portal
