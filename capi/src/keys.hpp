// keys.hpp: what the handle of keys holds, and how secrets end.
#pragma once

#include <cstddef>
#include <memory>

#include <ecflink/ecflink_decide.h>
#include <ecflink/ledger/keys.hpp>

struct ecflink_keys {
    /// shared with the ledgers that were opened with them
    std::shared_ptr<const ecflink::key_ring> ring;
};

namespace ecflink::capi {

/// Overwrites bytes when it goes.
class wiped_later {
public:
    wiped_later(char* bytes, std::size_t size) noexcept : bytes_(bytes), size_(bytes == nullptr ? 0 : size) {}
    wiped_later(const wiped_later&) = delete;
    wiped_later& operator=(const wiped_later&) = delete;
    ~wiped_later() {
        // a store through a pointer to volatile is never left out
        for (volatile char* at = bytes_; size_ != 0; --size_) {
            *at++ = 0;
        }
    }

private:
    char* bytes_;
    std::size_t size_;
};

}  // namespace ecflink::capi
