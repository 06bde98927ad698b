// driver.hpp: what both drivers share: the phase of the transaction.
#pragma once

#include <cstdint>

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

class driver : public database {
protected:
    enum class phase : std::uint8_t { idle, reading, writing };

    /// Throws unless the connection is in this phase. A call out of order is a mistake of the
    /// caller; it must not become a transaction of its own.
    void require(phase expected) const {
        if (phase_ != expected) {
            throw database_error(ledger_trouble::failed,
                                 phase_ == phase::idle ? "this needs a transaction, and none is open"
                                                       : "another transaction is open on this connection");
        }
    }
    /// Throws if no transaction is open.
    void require_transaction() const {
        if (phase_ == phase::idle) {
            require(phase::reading);
        }
    }

    phase phase_ = phase::idle;
};

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
