# What only the build of ecflink::ecflink needs: headers that leave no trace in the library. Not installed.
find_dependency(date CONFIG)
find_dependency(nlohmann_json CONFIG)
