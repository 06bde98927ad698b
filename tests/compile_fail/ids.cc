// Ids of different kinds cannot be compared, and no text becomes an id without a check.
#include <string_view>

#include <ecflink/core/ids.hpp>

using namespace ecflink;

constexpr court_id court = "wiwd";
constexpr login filer = "wiwd";
constexpr central_id account = "1234567";

void find(const central_id& id);

void use(std::string_view text, int number) {
    find(account);
    static_cast<void>(court == court_id("wiwb"));
    static_cast<void>(login::make(text));
#if WRONG == 1  // error: (no match|invalid operands)
    static_cast<void>(court == filer);
#elif WRONG == 2   // error: .*(could not convert|no viable|invalid initialization|no matching)
    find(filer);
#elif WRONG == 3   // error: .*(could not convert|no viable|invalid initialization|no matching)
    find(username("1234567"));
#elif WRONG == 4   // error: (conversion|no viable conversion|no matching)
    const central_id id = number;
    find(id);
#elif WRONG == 5   // error: (conversion|no viable conversion|no matching)
    const central_id id = text;
    find(id);
#elif WRONG == 6   // error: (?s:.*)this_literal_is_longer_than_the_capacity_of_the_id
    const court_id id = "a-court-with-too-long-a-name";
    static_cast<void>(id);
#elif WRONG == 7   // error: (?s:.*)this_literal_is_empty
    const court_id id = "";
    static_cast<void>(id);
#elif WRONG == 8   // error: (?s:.*)this_literal_is_not_well_formed_utf8
    const login id = "caf\xC3";
    static_cast<void>(id);
#elif WRONG == 9   // error: (?s:.*)this_literal_holds_a_nul_byte
    const login id = "a\0b";
    static_cast<void>(id);
#elif WRONG == 10  // error: (no match|invalid operands)
    static_cast<void>(account < number);
#elif WRONG == 11  // error: (no match|invalid operands|no viable|conversion)
    static_cast<void>(account_number("1") == account);
#endif
    static_cast<void>(filer);
    static_cast<void>(number);
}
