// In place of spreadsheet.cc where the program is built without liborcus.
#include "convert/written_table.hpp"

namespace ecflink::convert {

result<std::vector<found_table>, std::vector<diagnostic>> open_spreadsheet(const std::string& file,
                                                                           std::string_view) {
    return std::vector{diagnostic{severity::error,
                                  file,
                                  0,
                                  0,
                                  {},
                                  "this program was built without spreadsheets (ECFLINK_SPREADSHEETS); save "
                                  "the sheet as CSV",
                                  {},
                                  {}}};
}

}  // namespace ecflink::convert
