// keys.hpp: what the handle of keys holds.
#pragma once

#include <memory>

#include <ecflink/ecflink_decide.h>
#include <ecflink/ledger/keys.hpp>

struct ecflink_keys {
    /// shared with the ledgers that were opened with them
    std::shared_ptr<const ecflink::key_ring> ring;
};
