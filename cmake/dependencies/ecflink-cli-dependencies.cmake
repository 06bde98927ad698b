# What the program ecflink needs besides ecflink::ecflink, and what that needs.
find_dependency(CLI11 CONFIG)
find_dependency(fmt CONFIG)
