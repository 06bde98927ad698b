#include "routes.hpp"

#include "pages.hpp"
#include "staff_pages.hpp"

namespace portal {

std::span<const route> routes() {
    static constexpr route all[] = {
        {"/", open_to::everybody, show_front},
        {"/steps", open_to::everybody, show_steps},
        {"/sign-off", open_to::everybody, nullptr, sign_off},
        {"/court/([a-z0-9]{1,16})/sign-on", open_to::everybody, show_sign_on, take_sign_on},
        {"/court/([a-z0-9]{1,16})/code", open_to::everybody, show_code, take_code},
        {"/court/([a-z0-9]{1,16})/forgotten", open_to::everybody, show_forgotten},
        {"/court/([a-z0-9]{1,16})", open_to::filers, show_home},
        {"/court/([a-z0-9]{1,16})/utilities", open_to::filers, show_utilities},
        {"/court/([a-z0-9]{1,16})/my-steps", open_to::filers, show_my_steps},
        {"/court/([a-z0-9]{1,16})/link", open_to::filers, show_link, take_link},
        {"/court/([a-z0-9]{1,16})/link/confirm", open_to::filers, show_confirm, take_confirm},
        {"/court/([a-z0-9]{1,16})/link/done", open_to::filers, show_done},
        {"/court/([a-z0-9]{1,16})/registration", open_to::filers, show_registration, take_registration},
        {"/court/([a-z0-9]{1,16})/agents", open_to::filers, show_agents, take_agents},
        {"/staff/([a-z0-9]{1,16})/sign-on", open_to::everybody, show_staff_sign_on, take_staff_sign_on},
        {"/staff/([a-z0-9]{1,16})", open_to::staff, show_queue},
        {"/staff/([a-z0-9]{1,16})/hold/([0-9]{1,18})", open_to::staff, show_hold, take_hold},
        {"/staff/([a-z0-9]{1,16})/unlink", open_to::staff, show_unlink, take_unlink},
        {"/staff/([a-z0-9]{1,16})/registrations", open_to::staff, show_requests, take_requests},
        {"/staff/([a-z0-9]{1,16})/dashboard", open_to::staff, show_migration},
        {"/staff/([a-z0-9]{1,16})/audit", open_to::staff, show_audit},
    };
    return all;
}

}  // namespace portal
