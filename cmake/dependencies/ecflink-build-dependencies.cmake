# What only the build of ecflink::ecflink needs: libraries of headers alone. Not installed.
find_dependency(date CONFIG)
find_dependency(nlohmann_json CONFIG)
