// old_ledger.hpp: the ledger of 0.1.0 that tests/ledger/data/ledger_0.1.0.sql holds, and a large
// one that grew out of it.
#pragma once

#include <array>
#include <deque>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/keys.hpp>
#include <ecflink/text/time_text.hpp>

#include "audit/first_trail.hpp"
#include "ledger/database.hpp"
#include "ledger/values.hpp"

namespace support {

using namespace ecflink;

/// The line of its key file.
inline constexpr std::string_view key_line_of_old_ledger =
    "ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// Writes that ledger into an empty database. `more`: further SQL.
inline void make_old_ledger(const ledger_connector& connect, const std::string& file,
                            const std::string& more = {}) {
    std::ifstream in(file, std::ios::binary);
    const std::string script{std::istreambuf_iterator<char>(in), {}};
    const auto db = connect();
    db->begin_write();
    db->run_script(script + more);
    db->commit();
}

/// Lets that ledger work on as 0.1.0 did, until its trail has so many events: signed at every
/// thousandth; of ten events one links a new account, with record, handle and obligations.
inline void grow_old_ledger(const ledger_connector& connect, const key_ring& keys, std::uint64_t events) {
    using namespace detail::ledger;
    static constexpr statement select_end{"SELECT id, audit_sequence, audit_hash FROM ledger"};
    static constexpr statement select_record{"SELECT record FROM records WHERE sequence = 62"};
    static constexpr statement insert_event{"INSERT INTO audit (sequence, body, hash) VALUES ($1, $2, $3)"};
    static constexpr statement insert_checkpoint{
        "INSERT INTO checkpoints (sequence, hash, signed_at, public_key, signature) VALUES ($1, $2, $3, $4, "
        "$5)"};
    static constexpr statement insert_central{
        "INSERT INTO central_accounts VALUES ($1, 'individual', 'active', 'upgraded', 16436, 'active', "
        "'enrolled', 'attorney-filer', 0, 'none', 'Attorney Sample', 1)"};
    static constexpr statement insert_account{
        "INSERT INTO court_accounts VALUES ($1, $2, 'attorney', 'active', 1451628000000000, 'Attorney "
        "Sample', 0, "
        "'none', 0, 1)"};
    static constexpr statement insert_link{
        "INSERT INTO links VALUES ($1, $2, $3, $4, 'active', $5, 'filer', 'password-mfa', $5, 'password', "
        "$5, $2, "
        "$5, 0, 0)"};
    static constexpr statement insert_record{"INSERT INTO records (sequence, record) VALUES ($1, $2)"};
    static constexpr statement insert_handle{
        "INSERT INTO used_handles VALUES ($1, $2, $3, $4, 'committed', $5)"};
    static constexpr statement insert_obligation{
        "INSERT INTO obligations VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)"};
    static constexpr statement update_end{"UPDATE ledger SET audit_sequence = $1, audit_hash = $2"};
    static constexpr std::array courts{"akd", "casd", "gud", "mtd", "nysb", "txsb", "wiwb", "wiwd"};
    static constexpr std::array owed{"end-sessions", "retire-credential", "notify-filer"};

    const auto db = connect();
    db->begin_write();
    const row end = db->query(select_end).front();
    const std::string id = text(end[0]);
    const std::string record = text(db->query(select_record).front()[0]);
    const std::string its_digest = std::string(to_text(digest_of(record)).view());
    auto number = static_cast<std::uint64_t>(integer(end[1]));
    digest hash = hash_of(end[2]);
    std::vector<bound_statement> queue;
    std::deque<std::string> texts;
    const auto kept = [&](std::string text) { return std::string_view(texts.emplace_back(std::move(text))); };
    const auto add = [&](const statement& what, std::initializer_list<parameter> parameters) {
        queue.push_back({&what, parameters});
    };
    while (number < events) {
        const std::uint64_t of_ten = ++number % 10;
        const std::uint64_t place = number / 10;
        const std::string_view court = courts[place % courts.size()];
        const std::string_view account = kept("grown" + std::to_string(place));
        const std::string_view person = kept("g" + std::to_string(place));
        const instant now{1'653'000'000'000'000 + static_cast<std::int64_t>(number) * 1'000'000};
        const bool links = of_ten == 2;
        const std::string body =
            "{\"actor\":\"filer\",\"actor-id\":\"" + std::string(person) + "\",\"at\":\"" + to_text(now) +
            "\",\"central\":\"" + std::string(person) + "\",\"court\":\"" + std::string(court) + "\"," +
            (links ? "\"details\":{\"record\":\"" + its_digest + "\"}," : "") + "\"event\":\"" +
            (links         ? "link-committed"
             : of_ten == 1 ? "link-proposed"
                           : "attempt-reserved") +
            "\",\"login\":\"" + std::string(account) + "\"}";
        hash = detail::first_trail::chain(hash, number, body);
        const std::string_view digits = kept(std::string(to_text(hash).digits()));
        add(insert_event, {to_parameter(number), kept(body), digits});
        if (number % 1'000 == 0) {
            detail::first_trail::checkpoint made{{number, hash}, now, keys.public_key(), {}};
            made.signature = keys.sign(detail::first_trail::message_of(made, id));
            add(insert_checkpoint, {to_parameter(number), digits, now.micros, kept(to_hex(made.public_key)),
                                    kept(to_hex(made.signature))});
        }
        if (links) {
            add(insert_central, {person});
            add(insert_account, {court, account});
            add(insert_link, {to_parameter(number), court, account, person, now.micros});
            add(insert_record, {to_parameter(number), std::string_view(record)});
            add(insert_handle,
                {kept(to_hex(digest_of(account).bytes)), court, account, person, to_parameter(number)});
            for (std::int64_t which = 0; const char* const what : owed) {
                add(insert_obligation, {to_parameter(number), std::string_view(what), ++which, now.micros,
                                        court, account, person});
            }
        }
        if (queue.size() > 5'000 || number >= events) {
            db->execute_all(queue);
            queue.clear();
            texts.clear();
        }
    }
    const std::string digits(to_text(hash).digits());
    const parameter last[] = {to_parameter(number), std::string_view(digits)};
    db->execute(update_end, last);
    db->commit();
}

/// Verifies the trail of a ledger of 0.1.0 in its own tables, as 0.1.0 did. Returns its events, or
/// 0 if it is not whole.
inline std::uint64_t verify_old_ledger(const ledger_connector& connect, const key_ring& keys) {
    using namespace detail::ledger;
    static constexpr statement select_end{"SELECT id, audit_sequence, audit_hash FROM ledger"};
    static constexpr statement select_entries{
        "SELECT a.sequence, a.body, a.hash, c.signed_at, c.public_key, c.signature FROM audit a LEFT JOIN "
        "checkpoints c ON c.sequence = a.sequence ORDER BY a.sequence"};
    const auto db = connect();
    db->begin_read();
    const row end = db->query(select_end).front();
    const auto trusted = keys.public_keys();
    detail::first_trail::verifier verifier(text(end[0]), trusted);
    db->stream(select_entries, {}, [&](const row& it) {
        const auto number = static_cast<std::uint64_t>(integer(it[0]));
        verifier.take(number, text(it[1]), hash_of(it[2]));
        if (!is_null(it[3])) {
            verifier.take(
                {{number, hash_of(it[2])}, {integer(it[3])}, bytes_of<32>(it[4]), bytes_of<64>(it[5])});
        }
        return true;
    });
    const auto found = verifier.finish({static_cast<std::uint64_t>(integer(end[1])), hash_of(end[2])});
    return found.is_whole() && (found.checkpoints + 1) * 1'000 > found.entries ? found.entries : 0;
}

}  // namespace support
